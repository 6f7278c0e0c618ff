"""The 52 provinces and autonomous cities by INE code (law file §7), and the community whose holidays each keeps."""

PROVINCES: dict[str, str] = {
    "01": "Araba/Álava", "02": "Albacete", "03": "Alicante/Alacant", "04": "Almería", "05": "Ávila",
    "06": "Badajoz", "07": "Illes Balears", "08": "Barcelona", "09": "Burgos", "10": "Cáceres",
    "11": "Cádiz", "12": "Castellón/Castelló", "13": "Ciudad Real", "14": "Córdoba", "15": "A Coruña",
    "16": "Cuenca", "17": "Girona", "18": "Granada", "19": "Guadalajara", "20": "Gipuzkoa",
    "21": "Huelva", "22": "Huesca", "23": "Jaén", "24": "León", "25": "Lleida",
    "26": "La Rioja", "27": "Lugo", "28": "Madrid", "29": "Málaga", "30": "Murcia",
    "31": "Navarra", "32": "Ourense", "33": "Asturias", "34": "Palencia", "35": "Las Palmas",
    "36": "Pontevedra", "37": "Salamanca", "38": "Santa Cruz de Tenerife", "39": "Cantabria", "40": "Segovia",
    "41": "Sevilla", "42": "Soria", "43": "Tarragona", "44": "Teruel", "45": "Toledo",
    "46": "Valencia/València", "47": "Valladolid", "48": "Bizkaia", "49": "Zamora", "50": "Zaragoza",
    "51": "Ceuta", "52": "Melilla",
}  # fmt: skip

_PROVINCES_OF_COMMUNITY = {
    "AN": "04 11 14 18 21 23 29 41", "AR": "22 44 50", "AS": "33", "IB": "07", "CN": "35 38", "CB": "39",
    "CL": "05 09 24 34 37 40 42 47 49", "CM": "02 13 16 19 45", "CT": "08 17 25 43", "VC": "03 12 46",
    "EX": "06 10", "GA": "15 27 32 36", "MD": "28", "MC": "30", "NC": "31", "PV": "01 20 48", "RI": "26",
    "CE": "51", "ML": "52",
}  # fmt: skip

COMMUNITY_OF_PROVINCE: dict[str, str] = {
    province: community for community, provinces in _PROVINCES_OF_COMMUNITY.items() for province in provinces.split()
}
"""INE province code → subdivision code of the `holidays` library."""

CO_OFFICIAL_LANGUAGE: dict[str, str] = {
    province: language
    for community, language in {"CT": "ca", "IB": "ca", "VC": "ca@valencia", "GA": "gl", "PV": "eu"}.items()
    for province in _PROVINCES_OF_COMMUNITY[community].split()
}
"""INE province code → the language that is co-official in the whole of it, by its gettext code.

In Navarre (31) Basque is official in some municipalities only, and nothing we hold says in which zone a person lives.
"""

FORAL_PROVINCES = frozenset({"01", "20", "31", "48"})
"""Álava, Gipuzkoa, Navarra and Bizkaia manage the benefit themselves (law file §7)."""
