"""From which published distributions the synthetic households are drawn.

None of these figures is official here: they are rounded, from memory of the publications named, and good for seeing how
a reform spreads over kinds of household — not for a budget. Each names its publication, so that whoever needs more can
put the exact figure in its place. Who would ask for it and who would not is not drawn: everybody is taken to ask.

- Households by composition and size: INE, Encuesta Continua de Hogares 2020.
- People by province: INE, population on 1 January 2023, in thousands.
- Income: INE, Encuesta de Condiciones de Vida 2023: median income per consumption unit, inequality (Gini near 0.32),
  and how far each autonomous community lies from the average. Drawn as a lognormal over the modified OECD scale.
- Pensions: Seguridad Social, average contributory pension of 2024, fourteen payments spread over twelve months.
- Patrimony without the home: Banco de España, Encuesta Financiera de las Familias 2020 (most households hold little
  else, a few hold much).
- Nationality and time of residence: INE, population by nationality 2023; without legal residence: estimates between one
  and two in a hundred inhabitants.
- Disability of 65 % or more: IMSERSO, State database of persons with a recognised degree of disability.
- Couples registered or married, custody: INE, marriage and divorce statistics 2022.
"""

from __future__ import annotations

#: Households of Spain, in round figures (INE 2024): what one synthetic household stands for is this over their number.
HOUSEHOLDS_OF_SPAIN = 19_300_000

#: Composition of households, per cent.
COMPOSITION = {"alone": 26.0, "couple": 21.0, "couple_with_children": 33.0, "one_parent": 10.5, "relatives": 9.5}
#: How many children, or other relatives, live in each kind: per cent for one, two, three…
CHILDREN = {"couple_with_children": (46.0, 44.0, 8.0, 1.6, 0.4), "one_parent": (66.0, 28.0, 5.0, 1.0)}
RELATIVES = (38.0, 34.0, 18.0, 7.0, 3.0)
#: Mean and spread of the applicant's age, and its bounds.
AGE = {
    "alone": (58.0, 19.0, 19, 95),
    "couple": (61.0, 15.0, 20, 92),
    "couple_with_children": (44.0, 8.5, 20, 68),
    "one_parent": (46.0, 10.0, 19, 75),
    "relatives": (48.0, 16.0, 20, 85),
}
#: Age of a parent when a child is born, mean and spread; children live with their parents to this age at most.
AGE_AT_BIRTH, AGE_AT_BIRTH_SPREAD, OLDEST_CHILD = 32.0, 5.5, 34
RETIREMENT_AGE = 66

#: Yearly income per consumption unit: median in euros and spread of its logarithm.
MEDIAN_INCOME, INCOME_SPREAD = 18_300.0, 0.56
#: Households without income of their own, per cent.
WITHOUT_INCOME = 1.5
#: How far each kind of household lies from the median.
INCOME_OF_KIND = {"alone": 0.93, "couple": 1.12, "couple_with_children": 1.02, "one_parent": 0.72, "relatives": 0.88}
INCOME_OF_FOREIGNERS = 0.66
#: Consumption units (modified OECD scale): first adult, others from 14 on, younger.
SCALE_FIRST, SCALE_ADULT, SCALE_CHILD, SCALE_CHILD_AGE = 1.0, 0.5, 0.3, 14

#: Monthly pension in euros with its share of the extra payments: median and spread of its logarithm.
MEDIAN_PENSION, PENSION_SPREAD = 1_290.0, 0.45
#: People of retirement age with a pension of their own, per cent.
WITH_PENSION = 82.0

#: Patrimony without the home: median in euros, spread of its logarithm, and how much of it follows income.
MEDIAN_PATRIMONY, PATRIMONY_SPREAD, PATRIMONY_FOLLOWS_INCOME = 14_000.0, 1.9, 0.55
WITHOUT_PATRIMONY = 17.0
WITH_DEBTS, COMPANY_SHARES = 22.0, 9.0

#: Per cent of households of foreigners, years they have lived here on average, and those without legal residence.
FOREIGN, YEARS_HERE, WITHOUT_LEGAL_RESIDENCE = 11.5, 11.0, 9.0
#: Degree of disability of 65 % or more, per cent, under 65 and from there on.
DISABILITY, DISABILITY_OLD = 1.4, 5.5
UNMARRIED_COUPLES, REGISTERED_COUPLES, COMMON_CHILDREN = 16.0, 62.0, 94.0
#: Custody of minors who live with one parent, per cent: exclusive, shared, somebody else's.
CUSTODY = (68.0, 29.0, 3.0)
#: Rare circumstances, per cent of those they can concern.
GENDER_VIOLENCE, COMPANY_DIRECTOR, RELATIVES_IN_HOME, NEWLY_FORMED, LONG_ABSENCE, RESIDENTIAL_SERVICE = (
    *(0.5, 2.6, 1.5, 2.4),
    *(0.6, 0.5),
)
#: Marital status of who lives alone, per cent: single, widowed, divorced, separated, married.
ALONE_STATUS = {"single": 46.0, "widowed": 27.0, "divorced": 18.0, "separated": 6.0, "married": 3.0}

#: Thousands of inhabitants by province.
PEOPLE = {
    "01": 336, "02": 386, "03": 1955, "04": 753, "05": 159, "06": 666, "07": 1209, "08": 5797, "09": 356, "10": 387,
    "11": 1250, "12": 604, "13": 490, "14": 772, "15": 1122, "16": 197, "17": 807, "18": 931, "19": 275, "20": 726,
    "21": 533, "22": 226, "23": 620, "24": 447, "25": 447, "26": 322, "27": 324, "28": 6871, "29": 1751, "30": 1551,
    "31": 672, "32": 304, "33": 1006, "34": 158, "35": 1155, "36": 944, "37": 327, "38": 1058, "39": 588, "40": 155,
    "41": 1958, "42": 89, "43": 842, "44": 134, "45": 731, "46": 2656, "47": 520, "48": 1150, "49": 166, "50": 974,
    "51": 83, "52": 86,
}  # fmt: skip
#: Income of each autonomous community over the average of Spain.
INCOME_OF_COMMUNITY = {
    "AN": 0.84, "AR": 1.05, "AS": 1.05, "IB": 1.04, "CN": 0.87, "CB": 1.02, "CL": 1.01, "CM": 0.88, "CT": 1.12,
    "VC": 0.92, "EX": 0.79, "GA": 0.95, "MD": 1.16, "MC": 0.81, "NC": 1.16, "PV": 1.21, "RI": 1.04, "CE": 0.86,
    "ML": 0.84,
}  # fmt: skip
