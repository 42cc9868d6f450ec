"""Examples 示例: an answerable question for every operation, shown in the document and asked by a test."""

from typing import Any

_STATIONS = {"figure": "stations.open", "area": "150800000000", "period": "..2024-05-31"}

EXAMPLES: dict[str, dict[str, Any]] = {
    "areas": {"within": "150000000000"},
    "area": {"code": "150800000000"},
    "figures": {"programme": "stations"},
    "figure": {"figure": "stations.open"},
    "figure_answer": {**_STATIONS, "compare": "year_before", "split": "county"},
    "figure_answers": {
        "body": {
            "asks": [
                _STATIONS,
                {"figure": "works.investment", "area": "150622000000", "period": "2024"},
            ]
        }
    },
    "figure_rows": {**_STATIONS, "limit": 10},
    "bulletin": {"number": "2024-05"},
    "bulletin_readings": {"number": "2024-05"},
    "entries": {"measure": "stations.open", "area": "150800000000", "limit": 10},
    "entry": {"seq": 1},
    "entry_proof": {"seq": 1},
    "act": {"number": 30},
    "sheet_handed_in": {"number": 1},
    "head": {"number": 1},
    "parties": {"kind": "organisation", "limit": 10},
    "party_counts": {"area": "150000000000"},
    "places": {"limit": 10},
    "place": {"number": 1},
    "records": {"programme": "stations", "page": "stations", "within": "150800000000", "limit": 5},
    "record": {"programme": "stations", "page": "stations", "number": 1},
    "ogc_collection": {"collection": "counties"},
    "ogc_items": {"collection": "counties", "bbox": "106,40,108,42", "limit": 5},
    "ogc_feature": {"collection": "counties", "feature": "150826000000"},
    "sdmx_structure": {"kind": "datastructure", "agency": "NUANXIN", "identity": "FIGURES", "version": "1.0"},
    "sdmx_structure_2": {"kind": "dataflow", "agency": "NUANXIN", "identity": "FIGURES", "version": "1.0"},
    "sdmx_data_2": {
        "context": "dataflow",
        "agency": "NUANXIN",
        "identity": "FIGURES",
        "version": "1.0",
        "key": "M.stations-open.150800000000",
        "c[TIME_PERIOD]": "ge:2024-01+le:2024-03",
    },
    "sdmx_data": {
        "flow": "NUANXIN,FIGURES,1.0",
        "key": "A.stations-open.150800000000",
        "startPeriod": "2023",
        "endPeriod": "2024",
    },
}
"""For each operation, by its id: the values of its parameters and its ``body``."""
