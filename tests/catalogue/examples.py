"""Example values that several cases of the catalogue show."""

from typing import Any

PROFILE = {
    "full_name": "Dewi Lestari",
    "headline": "Senior Product Manager",
    "company": "Gojek",
    "city": "Jakarta",
    "country": "Indonesia",
    "years": 8,
    "bio": "Experienced PM with expertise in fintech.",
    "expertise": ["Product Strategy", "Agile", "User Research"],
    "skills": ["Figma", "SQL"],
    "styles": ["Direct"],
    "categories": ["career"],
    "languages": ["id", "en"],
    "education": [{"school": "Universitas Indonesia", "degree": "MBA", "year": 2017}],
    "work": [{"role": "Senior PM", "company": "Gojek", "since": 2020, "description": "Led the fintech product team."}],
    "certifications": [{"name": "CSPO", "issuer": "Scrum Alliance", "year": 2019}],
    "achievements": ["Speaker at ProductConf 2023"],
    "zone": "Asia/Jakarta",
}


EXPERT_CARD = {
    "expert_id": "Qw8r2TyU4iO6pA9sD1fG",
    "slug": "dewi-lestari",
    "full_name": "Dewi Lestari",
    "headline": "Senior Product Manager",
    "company": "Gojek",
    "city": "Jakarta",
    "country": "Indonesia",
    "years": 8,
    "expertise": ["Product Strategy", "Agile", "User Research"],
    "styles": ["Direct"],
    "categories": ["career"],
    "languages": ["id", "en"],
    "photo_url": "https://storage.googleapis.com/temani-files/public/photos/Qw8r2TyU4iO6pA9sD1fG/1",
    "rating": 4.8,
    "rating_count": 23,
    "response_minutes": 35,
    "completion_percent": 98,
    "price_from": {"amount": 150000, "currency": "IDR"},
    "next_free_at": "2026-11-26T07:00:00Z",
}


SUBMITTED_APPLICATION = {
    **EXPERT_CARD,
    "photo_url": None,
    "rating": None,
    "rating_count": 0,
    "response_minutes": None,
    "completion_percent": None,
    "price_from": None,
    "next_free_at": None,
    "bio": "Experienced PM with expertise in fintech.",
    "skills": ["Figma", "SQL"],
    "education": [{"school": "Universitas Indonesia", "degree": "MBA", "year": 2017}],
    "work": [
        {
            "role": "Senior PM",
            "company": "Gojek",
            "since": 2020,
            "until": None,
            "description": "Led the fintech product team.",
        }
    ],
    "certifications": [{"name": "CSPO", "issuer": "Scrum Alliance", "year": 2019}],
    "achievements": ["Speaker at ProductConf 2023"],
    "zone": "Asia/Jakarta",
    "status": "applied",
}


SERVICE = {
    "service_id": "Aa1bB2cC3dD4eE5fF6gG",
    "expert_id": "Qw8r2TyU4iO6pA9sD1fG",
    "name": "Chat Konsultasi",
    "description": "Diskusi karir via chat.",
    "kind": "chat",
    "minutes": 30,
    "delivery_days": None,
    "price": {"amount": 150000, "currency": "IDR"},
    "approval": "automatic",
    "blocks_while_requested": True,
    "policy": {"free_until_hours": 24, "late_refund_percent": 50},
    "seats": 1,
    "fewest_seats": 1,
    "decide_hours": 24,
    "active": True,
    "on_sale": True,
    "position": 0,
}


OWN_SERVICE = {**SERVICE, "place": None}


PRODUCT: dict[str, Any] = {
    "product_id": "Hh7iI8jJ9kK0lL1mM2nN",
    "expert_id": "Qw8r2TyU4iO6pA9sD1fG",
    "name": "PM Interview Guide",
    "description": "",
    "kind": "ebook",
    "price": {"amount": 50000, "currency": "IDR"},
    "thumbnail_url": None,
    "active": True,
    "position": 0,
    "file_name": None,
    "file_bytes": None,
    "parts": [],
    "rating": None,
    "rating_count": 0,
    "on_sale": False,
}


HOURS = {
    "weekly": [
        {"day": "monday", "spans": [{"begins": "09:00", "ends": "12:00"}, {"begins": "13:00", "ends": "17:00"}]},
        {"day": "saturday", "spans": [{"begins": "20:00", "ends": "24:00"}]},
    ],
    "exceptions": [{"date": "2026-12-25", "spans": []}],
    "notice_minutes": 120,
    "horizon_days": 60,
    "buffer_minutes": 15,
}


PRODUCT_ON_SALE = {
    **PRODUCT,
    "file_name": "pm-interview-guide.pdf",
    "file_bytes": 2097152,
    "parts": [{"part_id": "file", "title": "PM Interview Guide", "kind": "file", "bytes": 2097152}],
    "on_sale": True,
}


COURSE = {
    **PRODUCT_ON_SALE,
    "kind": "course",
    "parts": [
        *PRODUCT_ON_SALE["parts"],
        {"part_id": "Vv1wW2xX3yY4zZ5aA6bB", "title": "Recordings", "kind": "link", "bytes": None},
    ],
}
