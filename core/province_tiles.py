"""Where each province lies on a map of squares, so that small ones are seen as well as big ones."""

ROWS = (
    "15 27 33 39 48 20 .. .. .. ..",
    "36 32 24 34 09 01 31 22 25 17",
    ".. .. 49 47 42 26 50 .. 43 08",
    ".. .. 37 05 40 19 44 12 .. ..",
    ".. .. 10 45 28 16 46 .. 07 ..",
    ".. .. 06 13 02 30 03 .. .. ..",
    ".. 21 41 14 23 18 04 .. .. ..",
    ".. .. 11 29 .. .. .. .. .. ..",
    "38 35 .. 51 52 .. .. .. .. ..",
)
PLACES = {
    code: (column, row) for row, line in enumerate(ROWS) for column, code in enumerate(line.split()) if code != ".."
}
"""INE code → column and row."""
SHORT_NAMES = {
    "01": "Álava", "03": "Alicante", "07": "Balears", "12": "Castellón", "13": "C. Real", "19": "Guadalaj.",
    "36": "Pontev.", "38": "Tenerife", "35": "Las Palmas", "43": "Tarragona", "46": "Valencia", "47": "Valladolid",
    "22": "Huesca", "37": "Salamanca",
}  # fmt: skip
