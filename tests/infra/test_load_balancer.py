"""The front door: what comes in, what is turned away, and who is counted by what."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.infra.terraform_runner import ENVIRONMENTS, Manifest, Plan, index_resources_by_name, select_resources_by_type

Planned = Callable[[str], Plan]
KEYED = {"x-api-key": "temani_live_0123456789"}
# What a rule of the URL map takes, by the least that Google says of any of its load balancers.
MOST_PATHS = 50
# What Cloud Armor takes: characters of an expression, and of a part of it.
LONGEST_EXPRESSION, LONGEST_PART, MOST_PARTS = 2048, 1024, 5


@pytest.fixture(params=ENVIRONMENTS)
def edge(request: pytest.FixtureRequest, plan: Planned) -> Plan:
    """The plan of each environment."""
    return plan(request.param)


def routes(plan: Plan) -> dict[str, dict[str, Any]]:
    """What each host's requests are matched with."""
    url_map = index_resources_by_name(plan, "google_compute_url_map")["edge"]
    matchers = {matcher["name"]: matcher for matcher in url_map["path_matcher"]}
    return {host: matchers[rule["path_matcher"]] for rule in url_map["host_rule"] for host in rule["hosts"]}


def let_in(plan: Plan, host: str) -> list[str]:
    """The paths that lead somewhere on *host*."""
    return sorted(path for rule in routes(plan)[host]["path_rule"] for path in rule["paths"])


def variable(plan: Plan, name: str) -> Any:
    """What an environment was given."""
    return plan["variables"][name]["value"]


def rules(plan: Plan) -> list[dict[str, Any]]:
    """The firewall's rules in the order in which they are asked, those that only look on left out."""
    policy = index_resources_by_name(plan, "google_compute_security_policy")["edge"]
    return sorted((rule for rule in policy["rule"] if not rule["preview"]), key=lambda rule: rule["priority"])


def counted(plan: Plan, path: str, headers: Mapping[str, str] = {}) -> tuple[str, int]:
    """By what a request is counted, and how many such a minute are let in."""
    for rule in rules(plan):
        expressions = [each["expression"] for each in rule["match"][0]["expr"]]
        if all(_fits(expression, path, headers) for expression in expressions) and rule["action"] == "throttle":
            [options] = rule["rate_limit_options"]
            [limit] = options["rate_limit_threshold"]
            assert (options["conform_action"], options["exceed_action"]) == ("allow", "deny(429)")
            return options["enforce_on_key_name"] or options["enforce_on_key"], limit["count"] * 60 // limit[
                "interval_sec"
            ]
    raise AssertionError(f"{path} is not counted at all")


def _fits(expression: str, path: str, headers: Mapping[str, str]) -> bool:
    for part in expression.split(" && "):
        if header := re.fullmatch(r"has\(request\.headers\['([\w-]+)'\]\)", part):
            fits = header[1] in headers
        elif pattern := re.fullmatch(r"request\.path\.matches\('(.*)'\)", part):
            fits = re.search(pattern[1], path) is not None
        else:
            raise AssertionError(f"the test does not understand {part}")
        if not fits:
            return False
    return True


def test_the_public_host_lets_in_what_is_public(edge: Plan, manifest: Manifest) -> None:
    """The routes are those of the manifest: nothing of the control center's, nothing internal."""
    paths = let_in(edge, variable(edge, "domain"))

    assert paths == sorted(f"/{name}" for name, one in manifest["functions"].items() if one["exposure"] == "public")


def test_no_rule_has_too_many_paths(edge: Plan) -> None:
    """Functions are many, and become more."""
    for host in routes(edge).values():
        for rule in host["path_rule"]:
            assert 1 <= len(rule["paths"]) <= MOST_PATHS


def test_the_control_center_has_a_host_of_its_own(edge: Plan, manifest: Manifest) -> None:
    """Its functions are there and nowhere else, and Google's sign-in stands before them."""
    paths = let_in(edge, variable(edge, "control_center_domain"))

    expected = sorted(f"/{name}" for name, one in manifest["functions"].items() if one["exposure"] == "control_center")
    assert paths == expected
    assert routes(edge).keys() == {variable(edge, "domain"), variable(edge, "control_center_domain")}
    [iap] = index_resources_by_name(edge, "google_compute_backend_service")["control-center"]["iap"]
    assert iap["enabled"] is True


def test_only_who_is_named_passes_the_sign_in(edge: Plan) -> None:
    """Its members are the variable's, each with no more than the right to come in."""
    grants = select_resources_by_type(edge, "google_iap_web_backend_service_iam_member").values()

    assert {(one["member"], one["role"]) for one in grants} == {
        (member, "roles/iap.httpsResourceAccessor") for member in variable(edge, "control_center_members")
    }


def test_whatever_else_is_asked_for_is_not_found(edge: Plan) -> None:
    """Other hosts and other paths are answered 404 at the door, and behind that answer there is nothing."""
    url_map = index_resources_by_name(edge, "google_compute_url_map")["edge"]

    for place in (url_map, *url_map["path_matcher"]):
        [action] = place["default_route_action"]
        [fault] = action["fault_injection_policy"]
        assert fault["abort"] == [{"http_status": 404, "percentage": 100}]
    assert index_resources_by_name(edge, "google_compute_backend_service")["nowhere"]["backend"] == []


def test_a_host_reaches_functions_by_their_names(edge: Plan) -> None:
    """The path is the service: Cloud Run's kind of group, in the functions' region."""
    groups = index_resources_by_name(edge, "google_compute_region_network_endpoint_group")

    assert groups.keys() == {"public", "control-center"}
    for group in groups.values():
        assert group["region"] == variable(edge, "region")
        assert [each["url_mask"] for each in group["cloud_run"]] == ["/<service>"]
        assert group["cloud_function"] == []


def test_every_way_in_is_behind_the_firewall_and_logged(edge: Plan) -> None:
    """No backend lacks the policy; in production a tenth of what the public asks is kept, and all that admins do."""
    policy = "google_compute_security_policy.edge"
    configured = {
        one["address"]: one.get("expressions", {}) for one in edge["configuration"]["root_module"]["resources"]
    }
    logged = {
        name: [log["sample_rate"] for log in backend["log_config"] or ()]
        for name, backend in index_resources_by_name(edge, "google_compute_backend_service").items()
    }

    for address in select_resources_by_type(edge, "google_compute_backend_service"):
        assert policy in configured[address]["security_policy"]["references"], address
    assert logged["public"] == [0.1 if variable(edge, "environment") == "production" else 1]
    assert logged["control-center"] == [1]


def test_what_is_not_encrypted_is_sent_away(edge: Plan) -> None:
    """Port 80 only says where to go; both hosts have a certificate, and old ciphers are refused."""
    redirect = index_resources_by_name(edge, "google_compute_url_map")["redirect"]
    [certificate] = select_resources_by_type(edge, "google_compute_managed_ssl_certificate").values()
    doors = index_resources_by_name(edge, "google_compute_global_forwarding_rule")

    [away] = redirect["default_url_redirect"]
    assert (away["https_redirect"], away["strip_query"]) == (True, False)
    assert not redirect["host_rule"]
    assert {name: door["port_range"] for name, door in doors.items()} == {"http": "80", "https": "443"}
    assert set(certificate["managed"][0]["domains"]) == routes(edge).keys()
    assert index_resources_by_name(edge, "google_compute_ssl_policy")["edge"]["min_tls_version"] == "TLS_1_2"
    for name in ("public", "control-center"):
        headers = index_resources_by_name(edge, "google_compute_backend_service")[name]["custom_response_headers"]
        assert any(header.startswith("Strict-Transport-Security: ") for header in headers)


def test_people_are_counted_by_address(edge: Plan) -> None:
    """Generously, since many share one; more strictly where accounts are made."""
    by, a_minute = counted(edge, "/list-experts")
    by_account, a_minute_of_accounts = counted(edge, "/register-user")

    assert by == by_account == "IP"
    assert 300 <= a_minute_of_accounts < a_minute


def test_a_partners_guests_are_counted_by_its_key(edge: Plan, manifest: Manifest) -> None:
    """On the routes for partners and nowhere else, so that a header gets nobody around the count of addresses."""
    for name, function in manifest["functions"].items():
        if function["exposure"] == "public":
            by, _ = counted(edge, f"/{name}", KEYED)
            assert (by == "x-api-key") == ("partner" in function["audience"]), name
            assert counted(edge, f"/{name}")[0] == "IP", name


def test_money_is_not_told_to_slow_down(edge: Plan, manifest: Manifest) -> None:
    """A sender of webhooks calls from few addresses, and much when a sale is on."""
    _, a_minute = counted(edge, "/list-experts")

    for name, function in manifest["functions"].items():
        if function["kind"] == "webhook":
            assert counted(edge, f"/{name}")[1] >= 4 * a_minute


def test_attacks_are_looked_for_in_preview_first(edge: Plan) -> None:
    """The rules on contents are there, and refuse nobody before somebody says so."""
    policy = index_resources_by_name(edge, "google_compute_security_policy")["edge"]
    looking = [rule for rule in policy["rule"] if "evaluatePreconfiguredWaf" in str(rule["match"])]

    assert len(looking) == 3
    assert {(rule["action"], rule["preview"]) for rule in looking} == {("deny(403)", True)}
    for name in ("sqli", "xss", "cve-canary"):
        assert any(name in str(rule["match"]) for rule in looking)


def test_the_firewall_is_one_that_google_takes(edge: Plan) -> None:
    """Priorities are unique, the last rule lets in, and no expression is too long: also with more functions."""
    policy = index_resources_by_name(edge, "google_compute_security_policy")["edge"]

    priorities = [rule["priority"] for rule in policy["rule"]]
    assert len(priorities) == len(set(priorities))
    last = max(policy["rule"], key=lambda rule: rule["priority"])
    assert (last["priority"], last["action"]) == (2147483647, "allow")
    for rule in policy["rule"]:
        for each in rule["match"][0]["expr"]:
            parts = each["expression"].split(" && ")
            assert len(each["expression"]) <= LONGEST_EXPRESSION
            assert len(parts) <= MOST_PARTS
            assert max(map(len, parts)) <= LONGEST_PART
