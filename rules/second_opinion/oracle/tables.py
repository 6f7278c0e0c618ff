"""The published figures, typed from the law file and from nowhere else.

Cents. Marks of the law file beside each row: *published* (an official or press table), *derived* (worked out there from
a found rule and a found figure). Sections are those of the law file.
"""

from __future__ import annotations

from collections.abc import Mapping

#: §1.3, guaranteed income a month without supplements, for 1, 2, 3, 4, and 5 or more people.
GUARANTEED: Mapping[int, tuple[int, ...]] = {
    2020: (461_50, 599_95, 738_40, 876_85, 1_015_30),  # derived: the annual figures of RDL 20/2020, by twelve
    2021: (469_93, 610_91, 751_89, 892_87, 1_033_85),  # published
    2022: (491_63, 639_12, 786_61, 934_10, 1_081_59),  # one and five published, the rest derived
    2023: (565_37, 734_99, 904_60, 1_074_21, 1_243_83),  # published
    2024: (604_21, 785_48, 966_74, 1_148_01, 1_329_27),  # published
    2025: (658_81, 856_46, 1_054_10, 1_251_75, 1_449_39),  # two and three derived, the rest published
    2026: (733_60, 953_68, 1_173_76, 1_393_84, 1_613_92),  # published
}

#: §1.3, the same with the single-parent supplement, for 2, 3, 4, and 5 or more people.
SINGLE_PARENT: Mapping[int, tuple[int, ...]] = {
    2020: (701_48, 839_93, 978_38, 978_38),  # derived; no step for a fourth minor (§1.6)
    2021: (714_30, 855_28, 996_26, 996_26),  # published
    2022: (747_28, 894_77, 1_042_26, 1_189_75),  # derived
    2023: (859_37, 1_028_98, 1_198_60, 1_368_21),  # published
    2024: (918_40, 1_099_67, 1_280_93, 1_462_20),  # published
    2025: (1_001_40, 1_199_04, 1_396_69, 1_594_33),  # two to four derived, five published
    2026: (1_115_07, 1_335_15, 1_555_23, 1_775_31),  # published
}

#: §1.3, 22 % of the amount of one person, for a disability of 65 % or more. None before Ley 19/2021.
DISABILITY: Mapping[int, int] = {
    2022: 108_16,  # derived: the step of the single-parent rows
    2023: 124_38,  # derived: 22 % of 6,784.54, by twelve, truncated as every figure of that year (§1.5)
    2024: 132_93,  # published
    2025: 144_93,  # published
    2026: 161_39,  # derived
}

#: §1.7, child supplement a month for a minor under 3, from 3 to 5, from 6 to 17. Published.
CHILD: Mapping[int, tuple[int, int, int]] = {
    2022: (100_00, 70_00, 50_00),  # first paid in February: the month after an application of January
    2023: (115_00, 80_50, 57_50),
    2024: (115_00, 80_50, 57_50),
    2025: (115_00, 80_50, 57_50),
    2026: (115_00, 80_50, 57_50),
}

#: §2.8, limit of net patrimony for 1, 2, 3, 4, and 5 or more people. 2023 and the first of 2020 and 2026 published.
PATRIMONY: Mapping[int, tuple[int, ...]] = {
    2020: (16_614_00, 23_259_60, 29_905_20, 36_550_80, 43_196_40),
    2021: (16_917_60, 23_684_64, 30_451_68, 37_218_72, 43_985_76),
    2022: (17_698_80, 24_778_32, 31_857_84, 38_937_36, 46_016_88),
    2023: (20_353_62, 28_495_07, 36_636_52, 44_777_96, 52_919_41),
    2024: (21_751_80, 30_452_52, 39_153_24, 47_853_96, 56_554_68),
    2025: (23_717_40, 33_204_36, 42_691_32, 52_178_28, 61_665_24),
    2026: (26_409_60, 36_973_44, 47_537_28, 58_101_12, 68_664_96),
}

#: §2.8, limit of the assets test. 2023 published; the ends of 2022, 2024 and 2025 derived there, the middle cells
#: twice the limit of net patrimony, as the law says (six times against three); 2026 derived.
ASSETS: Mapping[int, tuple[int, ...]] = {
    2022: (35_397_60, 49_556_64, 63_715_68, 77_874_72, 92_033_76),
    2023: (40_707_24, 56_990_14, 73_273_03, 89_555_93, 105_838_82),
    2024: (43_503_60, 60_905_04, 78_306_48, 95_707_92, 113_109_36),
    2025: (47_434_80, 66_408_72, 85_382_64, 104_356_56, 123_330_48),
    2026: (52_819_20, 73_946_88, 95_074_56, 116_202_24, 137_329_92),
}

#: §3.2, 300 % of the thresholds of annex I a year. 2022 published, 2026 derived there; the others three times the
#: annual pension of §1.2 by the scale 1, 1.3, 1.6, 1.9, 2.2, half up as the patrimony tables are (§1.5).
TREBLE: Mapping[int, tuple[int, ...]] = {
    2022: (17_698_80, 23_008_44, 28_318_08, 33_627_72, 38_937_36),
    2023: (20_353_62, 26_459_71, 32_565_79, 38_671_88, 44_777_96),
    2024: (21_751_80, 28_277_34, 34_802_88, 41_328_42, 47_853_96),
    2025: (23_717_40, 30_832_62, 37_947_84, 45_063_06, 52_178_28),
    2026: (26_409_60, 34_332_48, 42_255_36, 50_178_24, 58_101_12),
}

#: §1.3, guaranteed income a year. 2022, 2023 and 2026 published (but the fifth single-parent row of 2022, derived);
#: 2024 and 2025 derived: twelve times the month, as in the published tables before and after.
ANNUAL: Mapping[int, tuple[int, ...]] = {
    2022: (5_899_60, 7_669_48, 9_439_36, 11_209_24, 12_979_12),
    2023: (6_784_44, 8_819_88, 10_855_20, 12_890_52, 14_925_96),
    2024: (7_250_52, 9_425_76, 11_600_88, 13_776_12, 15_951_24),
    2025: (7_905_72, 10_277_52, 12_649_20, 15_021_00, 17_392_68),
    2026: (8_803_20, 11_444_16, 14_085_12, 16_726_08, 19_367_04),
}
ANNUAL_SINGLE_PARENT: Mapping[int, tuple[int, ...]] = {
    2022: (8_967_39, 10_737_27, 12_507_15, 14_277_03),
    2023: (10_312_44, 12_347_76, 14_383_20, 16_418_52),
    2024: (11_020_80, 13_196_04, 15_371_16, 17_546_40),
    2025: (12_016_80, 14_388_48, 16_760_28, 19_131_96),
    2026: (13_380_84, 16_021_80, 18_662_76, 21_303_72),
}
#: §1.3, the disability supplement a year: 2024 and 2025 published, the rest derived (22 % of the pension).
ANNUAL_DISABILITY: Mapping[int, int] = {2022: 1_297_91, 2023: 1_492_60, 2024: 1_595_13, 2025: 1_739_25, 2026: 1_936_68}

#: §3.2, 150 % of the limit of net patrimony: once and a half the product it comes from, half up as the patrimony
#: tables are (§1.5). Derived.
CHILD_PATRIMONY: Mapping[int, tuple[int, ...]] = {
    2022: (26_548_20, 37_167_48, 47_786_76, 58_406_04, 69_025_32),
    2023: (30_530_43, 42_742_60, 54_954_77, 67_166_95, 79_379_12),
    2024: (32_627_70, 45_678_78, 58_729_86, 71_780_94, 84_832_02),
    2025: (35_576_10, 49_806_54, 64_036_98, 78_267_42, 92_497_86),
    2026: (39_614_40, 55_460_16, 71_305_92, 87_151_68, 102_997_44),
}

#: After the last published year its tables go on.
LAST_YEAR = 2026


def year_of(year: int) -> int:
    """The year whose tables hold."""
    return min(year, LAST_YEAR)


def for_size(row: tuple[int, ...], people: int, first: int = 1) -> int:
    """The cell for so many people; the last one is for that many or more."""
    return row[max(0, min(people - first, len(row) - 1))]
