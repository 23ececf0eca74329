"""Pairs of our own for tests of scale: sentences put together from parts, all of them different."""

from __future__ import annotations

import random

PLACES = {
    "Hanoi": "Hà Nội",
    "Da Nang": "Đà Nẵng",
    "Hue": "Huế",
    "Can Tho": "Cần Thơ",
    "Hai Phong": "Hải Phòng",
    "Nha Trang": "Nha Trang",
    "Da Lat": "Đà Lạt",
    "Vinh": "Vinh",
}
WHO = {
    "The farmers": "Nông dân",
    "Two young teachers": "Hai giáo viên trẻ",
    "The city council": "Hội đồng thành phố",
    "Many tourists": "Nhiều du khách",
    "The fishermen": "Ngư dân",
    "Several doctors": "Một số bác sĩ",
    "The students": "Các sinh viên",
    "Local traders": "Tiểu thương địa phương",
}
DOES = {
    "planted": "đã trồng",
    "bought": "đã mua",
    "sold": "đã bán",
    "counted": "đã đếm",
    "brought home": "đã mang về nhà",
    "gave away": "đã tặng",
    "photographed": "đã chụp ảnh",
    "repaired": "đã sửa chữa",
}
WHAT = {
    "mango trees": "cây xoài",
    "wooden boats": "chiếc thuyền gỗ",
    "old bicycles": "chiếc xe đạp cũ",
    "baskets of rice": "thúng gạo",
    "small houses": "ngôi nhà nhỏ",
    "paper lanterns": "chiếc đèn lồng giấy",
    "fishing nets": "tấm lưới đánh cá",
    "school books": "quyển sách giáo khoa",
}
WHEN = {
    "before the rainy season began": "trước khi mùa mưa bắt đầu",
    "after the long summer holiday": "sau kỳ nghỉ hè dài",
    "while the bridge was closed": "trong khi cây cầu đóng cửa",
    "because the market was full": "vì chợ đã chật kín",
    "although nobody had asked them": "mặc dù không ai yêu cầu họ",
    "when the river rose again": "khi nước sông lại dâng lên",
    "until the last bus left": "cho đến khi chuyến xe buýt cuối cùng rời đi",
    "since the new road opened": "kể từ khi con đường mới thông xe",
}


def made_pairs(count: int, seed: int = 1) -> list[tuple[str, str]]:
    """`count` different pairs, translations of each other, in random order; at most 32,768."""
    parts = [(a, b, c, d, e) for a in WHO for b in DOES for c in WHAT for d in PLACES for e in WHEN]
    chosen = random.Random(seed).sample(parts, count)
    return [
        (
            f"{who} {does} {what} in {where} {when}.",
            f"{WHO[who]} {DOES[does]} {WHAT[what]} ở {PLACES[where]} {WHEN[when]}.",
        )
        for who, does, what, where, when in chosen
    ]
