"""Policies for every plan: each takes a plan and its manifest, and yields the problems that it finds."""

from collections.abc import Callable, Iterator

from tests.infra.policies import apis, data, functions, grants, invokers, messaging, resource_names
from tests.infra.terraform_runner import Manifest, Plan

Policy = Callable[[Plan, Manifest], Iterator[str]]

POLICIES: tuple[Policy, ...] = (
    apis.require_apis_enabled,
    invokers.require_public_access_by_load_balancer_only,
    invokers.require_declared_invokers_only,
    invokers.require_tokens_of_caller_accounts,
    functions.require_resource_limits,
    functions.require_domain_accounts,
    functions.require_valid_environment,
    functions.require_hashed_archives,
    grants.require_declared_secret_access,
    grants.require_declared_publishers,
    grants.require_declared_project_roles,
    grants.require_declared_impersonation,
    messaging.require_dead_letter_topics,
    messaging.require_dead_letter_alerts,
    messaging.require_schedule_zone_and_deadline,
    messaging.require_declared_queue_limits,
    data.require_declared_indexes,
    data.require_declared_ttl_and_exemptions,
    data.require_released_rules,
    data.require_production_protection,
    data.require_single_region,
    data.require_private_files,
    resource_names.require_valid_resource_names,
)
