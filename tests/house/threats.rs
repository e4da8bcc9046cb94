//! What may go wrong, and the tests that say what comes of it. No threat is without one.
//!
//! Each threat names tests by file and function, the ones nearest to a member's eyes first: whoever
//! doubts a promise can read what is done to it. A name that is gone fails here, so the list stays true.

use std::fs;

use flotilla_tests::root;

/// A threat, and the tests that cover it: (file, function).
type Threat = (&'static str, &'static [(&'static str, &'static str)]);

const ACCESS: &str = "node/src/query/access/tests.rs";
const ASKING: &str = "node/src/rpc/tests/held.rs";
const COMMUNITIES: &str = "node/gate/tests/gate/communities.rs";
const CONSENT: &str = "node/src/judge/tests/consent.rs";
const CITING: &str = "tests/e2e/citing.rs";
const CLOCKS: &str = "node/src/replicate/tests/clocks.rs";
const CLONES: &str = "tests/e2e/clones.rs";
const ERASURES: &str = "node/src/erasures/tests.rs";
const HELD: &str = "tests/e2e/held.rs";
const HOSTILE: &str = "node/src/rpc/tests/hostile.rs";
const LIES: &str = "node/src/ledger/tests/lies.rs";
const POOLED: &str = "node/src/publish/tests/pooled.rs";
const RESTORE: &str = "tests/e2e/restore.rs";
const SESSION: &str = "node/domain/src/session/tests.rs";
const SIM: &str = "tests/sim/main.rs";
const SIM_TRUST: &str = "tests/sim/trust.rs";
const STORIES: &str = "node/wire/tests/coalition/stories.rs";
const STRIPPED: &str = "node/src/replicate/tests/stripped.rs";
const THEFT: &str = "tests/e2e/theft.rs";
const UNFRIENDLY: &str = "tests/e2e/unfriendly.rs";
const UNION: &str = "node/gate/src/union/tests.rs";

/// Every threat of the protocol.
const THREATS: [Threat; 28] = [
    (
        "what was taken back is still found by its words",
        &[
            (
                "node/view/src/tests/search.rs",
                "what_no_longer_counts_is_gone_from_the_index_at_once",
            ),
            ("tests/e2e/library.rs", "what_is_taken_back_is_gone_from_search_page_and_feed"),
        ],
    ),
    (
        "a file of figures is changed after it was downloaded",
        &[
            (CITING, "every_change_of_a_file_is_found_and_named"),
            (CITING, "a_citation_tells_another_file_another_snapshot_and_another_coalition"),
            (CITING, "what_was_taken_back_since_is_told_as_such"),
        ],
    ),
    (
        "somebody asks by a token that was narrowed, ended, forged or found",
        &[
            (ACCESS, "a_token_opens_what_it_names_and_nothing_else"),
            (ACCESS, "a_token_ends_after_its_last_day"),
            (ACCESS, "a_token_ends_when_its_issuers_log_says_so_and_others_go_on"),
            (ACCESS, "no_token_is_taken_before_revocations_are_known"),
            ("node/wire/src/token.rs", "only_the_current_key_of_a_member_issues"),
            ("tests/e2e/tokens.rs", "a_token_ends_with_the_key_that_signed_it"),
            ("node/view/src/tests/guard.rs", "a_query_tells_which_tables_it_reads_wherever_in_it"),
        ],
    ),
    (
        "a stranger takes all that a node can answer",
        &[
            (UNFRIENDLY, "a_thousand_connections_leave_room_for_others"),
            (UNFRIENDLY, "requests_that_are_sent_byte_by_byte_leave_room_for_others"),
            ("node/src/web/access.rs", "a_page_keeps_its_place_until_it_is_taken"),
            (
                "node/src/web/answer.rs",
                "a_reader_that_takes_nothing_is_cut_off_and_gives_back_its_place",
            ),
            (UNFRIENDLY, "questions_that_are_too_much_are_refused_and_explained"),
            (
                UNFRIENDLY,
                "a_cartesian_product_ends_at_its_deadline_and_others_are_answered_meanwhile",
            ),
            (ACCESS, "one_network_cannot_take_all_downloads_or_answers"),
            (ACCESS, "one_network_and_one_token_come_at_their_pace"),
        ],
    ),
    (
        "a member tells of a community that has not consented",
        &[
            (CONSENT, "a_governed_figure_counts_with_the_consent_of_its_community_only"),
            (COMMUNITIES, "i10_what_a_community_governs_is_told_with_its_consent_only"),
            (COMMUNITIES, "i10_that_a_community_is_there_does_not_follow_from_what_is_told"),
            (
                COMMUNITIES,
                "the_publisher_keeps_what_is_governed_however_many_they_are_and_totals_stay",
            ),
        ],
    ),
    (
        "what some of those who are added up publish themselves is subtracted from the sum",
        &[
            (POOLED, "who_reports_together_is_refused_what_it_would_publish_alone"),
            (POOLED, "every_node_doubts_what_was_published_at_both_ends"),
            (POOLED, "what_others_tell_between_preview_and_consent_keeps_it_from_being_published"),
            (
                POOLED,
                "what_a_cut_left_behind_is_not_published_again_beside_what_others_told_meanwhile",
            ),
            (UNION, "who_is_left_alone_or_in_two_is_told"),
            (UNION, "whom_people_take_for_one_is_one_however_it_is_spelled"),
            (UNION, "sums_that_cross_each_other_give_nobody_away"),
            (
                "node/gate/src/together/pool/tests.rs",
                "parts_that_keep_the_rule_make_wholes_that_do",
            ),
        ],
    ),
    (
        "a consent is forged, or used for other figures or by another member",
        &[
            (CONSENT, "a_consent_that_is_not_what_it_claims_to_be_has_the_whole_entry_refused"),
            (CONSENT, "the_key_counts_that_spoke_for_the_community_where_the_entry_stands"),
            (
                "node/wire/src/consent.rs",
                "a_consent_of_another_key_for_another_author_or_of_other_figures_does_not_count",
            ),
            ("node/wire/src/consent.rs", "a_request_reads_back_as_itself_and_says_what_it_shows"),
        ],
    ),
    (
        "somebody speaks in a community's name on a practice record, or tells what it keeps",
        &[
            (CONSENT, "a_label_counts_as_the_word_of_its_community_only"),
            ("node/domain/src/label.rs", "a_label_is_the_word_of_its_community_about_one_record"),
            ("node/gate/src/practice/tests.rs", "what_not_everybody_may_know_does_not_leave"),
        ],
    ),
    (
        "what a community keeps at home leaves, is told to a stranger, or is told otherwise than it was signed",
        &[
            (HELD, "what_is_held_at_home_is_told_live_and_kept_by_nobody_else"),
            (HELD, "what_is_not_as_it_was_signed_is_not_told_and_what_is_erased_is_gone_at_home"),
            ("node/domain/src/practice/held.rs", "a_card_that_says_more_is_none"),
            (
                "node/domain/src/session/stranger/tests.rs",
                "a_stranger_may_not_ask_for_what_is_held_at_home",
            ),
            (ASKING, "a_holder_that_tells_something_else_than_was_signed_is_found_out"),
            (ASKING, "what_is_not_a_card_of_ours_or_is_damaged_or_taken_back_is_not_told"),
        ],
    ),
    (
        "what its owner took back stays in the folder of what is held at home, or what it needs still goes",
        &[
            (ERASURES, "what_a_card_stood_for_goes_when_it_is_known_whose_node_it_is"),
            (ERASURES, "what_no_card_names_waits_and_goes"),
            (ERASURES, "what_a_card_names_that_comes_back_late_is_still_there"),
        ],
    ),
    (
        "a consent that was taken back is told on, or used again",
        &[
            (CONSENT, "what_a_community_takes_back_is_hidden_and_nothing_else_changes"),
            (
                "node/wire/tests/coalition/stewards.rs",
                "a_community_takes_back_with_every_key_that_ever_spoke_for_it",
            ),
        ],
    ),
    (
        "a member signs two histories",
        &[
            (CLONES, "the_branch_that_most_acknowledged_first_counts_on_every_node"),
            (
                CLONES,
                "without_a_majority_both_branches_are_quarantined_until_the_member_settles_it",
            ),
            (SIM, "a_member_that_signs_two_histories_is_found_out_by_all"),
            (STORIES, "two_histories_are_settled_by_more_than_half_of_the_others_or_not_at_all"),
        ],
    ),
    (
        "a member lies about what it holds",
        &[
            (LIES, "a_lie_about_a_log_changes_nothing_that_counts"),
            (LIES, "a_liar_holds_up_our_log_until_it_is_cut_and_the_liar_removed"),
        ],
    ),
    (
        "fewer members than a majority act together",
        &[
            (STORIES, "two_of_three_admit_a_fourth_and_one_alone_does_not"),
            (SIM_TRUST, "without_a_majority_nothing_counts_from_the_fork_on"),
            (
                "node/wire/tests/coalition/histories.rs",
                "a_state_says_after_every_step_what_the_set_of_objects_says",
            ),
        ],
    ),
    (
        "a node key is stolen",
        &[
            (
                THEFT,
                "junk_under_a_stolen_node_key_is_void_after_one_sync_and_the_owner_publishes_again",
            ),
            (SIM_TRUST, "what_a_thief_of_a_node_key_wrote_is_void_everywhere_and_the_log_goes_on"),
            (
                "node/src/erasures/tests.rs",
                "a_thiefs_erasure_destroys_nothing_and_is_undone_by_a_cut",
            ),
        ],
    ),
    (
        "an admin key is stolen",
        &[
            (THEFT, "a_recovery_sheet_undoes_a_thief_of_the_admin_key_whichever_is_heard_of_first"),
            ("node/wire/tests/coalition/exhaustive.rs", "every_order_of_a_theft_and_its_undoing"),
        ],
    ),
    (
        "a member loses everything",
        &[(
            "tests/e2e/recovery.rs",
            "who_lost_everything_is_given_new_keys_by_the_others_and_publishes_again",
        )],
    ),
    (
        "the network drops, delays, repeats and replays",
        &[
            (SIM, "every_federation_ends_with_equal_copies"),
            ("node/wire/tests/audit/orders.rs", "frames_backwards_or_twice_prove_the_same"),
            (HOSTILE, "another_coalition_is_no_peer"),
        ],
    ),
    (
        "a node is cut off from the others",
        &[(
            "tests/e2e/eclipse.rs",
            "a_node_that_is_cut_off_says_whom_it_does_not_reach_and_that_nobody_confirms_its_log",
        )],
    ),
    (
        "an old backup is restored",
        &[
            (RESTORE, "a_hundred_restores_fork_nothing_and_lose_nothing"),
            (
                RESTORE,
                "what_turns_up_after_a_restore_is_void_and_no_fork_and_can_be_published_again",
            ),
            (
                SIM_TRUST,
                "a_node_restored_from_an_old_backup_forks_nothing_and_loses_nothing_that_others_held",
            ),
        ],
    ),
    (
        "two servers have one key",
        &[
            (
                CLONES,
                "without_a_majority_both_branches_are_quarantined_until_the_member_settles_it",
            ),
            ("tests/e2e/restart.rs", "two_processes_never_share_one_folder"),
        ],
    ),
    (
        "a bit flips before signing, or on the disk",
        &[
            (
                "node/src/publish/seal.rs",
                "a_bit_that_flips_before_signing_is_found_before_anything_is_signed",
            ),
            (
                "node/src/ledger/tests/damage.rs",
                "a_flipped_bit_is_found_by_whoever_reads_and_healed_by_appending_again",
            ),
        ],
    ),
    (
        "a peer floods, or announces giants",
        &[
            (HOSTILE, "more_bytes_than_were_granted_end_the_session"),
            (HOSTILE, "too_many_questions_end_the_session"),
            (SESSION, "what_was_not_asked_for_is_rationed"),
            ("node/wire/src/bundle.rs", "a_giant_is_refused_before_it_is_read"),
            ("node/src/ledger/tests/full.rs", "a_member_cannot_fill_the_disk_of_others"),
        ],
    ),
    (
        "a peer makes up branches",
        &[
            (HOSTILE, "entries_that_nobody_signed_end_the_session_and_reach_no_ledger"),
            (SIM, "a_fork_in_a_long_log_is_found_in_few_questions"),
        ],
    ),
    (
        "a relay leaves payloads out and calls them erased",
        &[(STRIPPED, "payloads_that_a_relay_left_out_are_fetched_from_others")],
    ),
    (
        "a clock is in 1970 or in 2036",
        &[
            (
                CLOCKS,
                "nodes_in_1970_and_in_2036_exchange_everything_and_believe_each_others_receipts",
            ),
            (
                "node/src/publish/tests.rs",
                "entries_count_in_the_order_of_their_places_whatever_the_clock_says",
            ),
            ("node/src/erasures/tests.rs", "no_clock_that_is_set_destroys_anything_early"),
        ],
    ),
    (
        "a node was away for a year",
        &[("tests/e2e/roster.rs", "a_node_that_was_away_for_a_year_catches_up_without_a_person")],
    ),
    (
        "a member is removed while its sessions are open",
        &[(
            "tests/e2e/roster.rs",
            "a_removal_ends_open_sessions_at_once_and_what_lies_beyond_the_cut",
        )],
    ),
];

#[test]
fn every_threat_has_tests_that_are_there() {
    let mut gone = Vec::new();
    for (threat, tests) in THREATS {
        assert!(!tests.is_empty(), "{threat}: no test");
        for (file, name) in tests {
            let text = fs::read_to_string(root().join(file)).unwrap_or_default();
            let is_there = text.contains(&format!("fn {name}()"));
            gone.extend((!is_there).then(|| format!("{threat}: {name} is not in {file}")));
        }
    }
    assert_eq!(gone, [""; 0]);
}
