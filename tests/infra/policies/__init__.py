"""Rules for every plan. Each takes a plan and the manifest it was made from, and says what is wrong with it."""

from collections.abc import Callable, Iterator

from tests.infra.plan import Manifest, Plan
from tests.infra.policies import apis, callers, data, functions, grants, messaging, names

Policy = Callable[[Plan, Manifest], Iterator[str]]

POLICIES: tuple[Policy, ...] = (
    apis.are_on,
    callers.strangers_come_in_by_the_front_door_only,
    callers.each_function_has_its_callers_and_no_other,
    callers.machines_show_whom_they_are,
    functions.are_bounded,
    functions.run_as_their_own_account,
    functions.can_read_their_settings,
    functions.are_built_from_their_archives,
    grants.secrets_are_given_where_declared,
    grants.messages_are_sent_where_declared,
    grants.projects_are_nobodys_but_for_what_is_declared,
    grants.accounts_are_lent_to_nobody_else,
    messaging.subscriptions_have_a_dead_letter,
    messaging.dead_letters_wake_somebody,
    messaging.schedules_have_a_zone_and_a_deadline,
    messaging.queues_keep_to_their_limits,
    data.every_index_is_there,
    data.documents_expire_and_stay_unindexed_as_declared,
    data.rules_are_released,
    data.production_is_kept,
    data.what_is_kept_stays_in_one_region,
    data.files_are_for_nobody,
    names.fit_the_cloud,
)
