//! The interface: one module a noun, one list of routes.

mod account;
mod analysis;
mod attendance;
mod audit;
mod ballot_box;
mod batch;
mod ceremony;
mod composite;
mod cycle;
mod entry;
mod host;
mod import;
mod ledger;
mod person;
mod photo;
mod project;
mod proposal;
mod register;
mod result;
mod round;
mod rule_card;
mod score_table;
mod screen;
mod session;
mod setting;
mod slip;
mod trustee;
mod unit;
mod vote;
mod what_if;

use crate::access::Api;
use axum::extract::DefaultBodyLimit;
use pingyi_app as app;
use pingyi_core::role::{
    Access::{self, Public, SignedIn},
    Role,
};
use utoipa::OpenApi;
use utoipa_axum::routes;

/// Largest body of an ordinary request.
const ORDINARY: usize = 1 << 20;
/// Largest photo as it is sent.
const PHOTO: usize = 4 << 20;
/// Largest table or set of public credentials.
const TABLE: usize = 64 << 20;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Pingyi 评议",
        description = "Interface of the appraisal program. Errors are application/problem+json with a stable code."
    ),
    components(schemas(crate::Problem))
)]
struct Head;

/// Everybody of the meeting; a town's account is of one town only.
const STAFF: Access = Access::Roles(&Role::STAFF);

macro_rules! limited {
    ($limit:expr, $handler:path) => {{
        let (schemas, paths, methods) = routes!($handler);
        (schemas, paths, methods.layer(DefaultBodyLimit::max($limit)))
    }};
}

/// Every route with those who may call it.
pub(crate) fn api() -> Api {
    Api::new(Head::openapi())
        .route(Public, limited!(ORDINARY, session::sign_in))
        .route(Public, routes!(session::session))
        .route(Public, routes!(session::sign_out))
        .route(app::account::MANAGE, routes!(account::list_accounts))
        .route(
            app::account::MANAGE,
            limited!(ORDINARY, account::create_account),
        )
        .route(Public, routes!(setting::get_vocabulary))
        .route(app::county::READ, routes!(unit::list_units))
        .route(app::county::READ, routes!(unit::get_unit))
        .route(app::county::DECIDE, limited!(ORDINARY, unit::create_unit))
        .route(app::county::WRITE, limited!(ORDINARY, unit::put_unit))
        .route(app::county::DECIDE, limited!(ORDINARY, unit::rename_unit))
        .route(app::county::DECIDE, limited!(ORDINARY, unit::end_unit))
        .route(app::county::READ, routes!(person::list_people))
        .route(app::county::READ, routes!(person::get_person))
        .route(
            app::county::WRITE,
            limited!(ORDINARY, person::create_person),
        )
        .route(app::county::WRITE, limited!(ORDINARY, person::put_person))
        .route(app::county::WRITE, routes!(person::show_phone))
        .route(app::county::READ, routes!(batch::list_batches))
        .route(app::county::DECIDE, limited!(ORDINARY, batch::create_batch))
        .route(app::county::DECIDE, limited!(ORDINARY, batch::put_batch))
        .route(app::county::READ, routes!(batch::check_admission))
        .route(app::county::READ, routes!(setting::get_settings))
        .route(
            app::county::DECIDE,
            limited!(ORDINARY, setting::put_setting),
        )
        .route(app::county::DECIDE, routes!(setting::list_due))
        .route(app::county::DECIDE, limited!(ORDINARY, setting::erase_due))
        .route(app::county::READ, routes!(entry::list_history))
        .route(app::county::READ, routes!(entry::search_register))
        .route(app::county::WRITE, routes!(proposal::list_proposals))
        .route(
            app::county::DECIDE,
            limited!(ORDINARY, proposal::approve_proposals),
        )
        .route(
            app::county::DECIDE,
            limited!(ORDINARY, proposal::reject_proposal),
        )
        .route(app::county::TOWN, routes!(proposal::withdraw_proposal))
        .route(SignedIn, routes!(cycle::list_cycles))
        .route(app::cycle::CREATE, limited!(ORDINARY, cycle::create_cycle))
        .route(SignedIn, routes!(cycle::get_cycle))
        .route(STAFF, routes!(register::get_units))
        .route(
            app::register::IMPORT,
            limited!(TABLE, register::import_units),
        )
        .route(STAFF, routes!(project::get_projects))
        .route(
            app::project::IMPORT,
            limited!(TABLE, project::import_projects),
        )
        .route(app::county::READ, routes!(ledger::list_ledger))
        .route(
            app::county::WRITE,
            limited!(ORDINARY, ledger::create_project),
        )
        .route(app::county::READ, routes!(ledger::get_project_file))
        .route(app::county::WRITE, limited!(ORDINARY, ledger::put_project))
        .route(app::county::WRITE, limited!(ORDINARY, ledger::move_project))
        .route(
            app::county::WRITE,
            limited!(ORDINARY, ledger::report_project),
        )
        .route(
            app::county::DECIDE,
            limited!(ORDINARY, ledger::exempt_project),
        )
        .route(app::county::READ, routes!(ledger::list_reports))
        .route(app::county::READ, routes!(ledger::get_totals))
        .route(app::county::READ, routes!(ledger::list_filters))
        .route(app::county::READ, limited!(ORDINARY, ledger::put_filters))
        .route(
            app::ledger::READ_SNAPSHOT,
            routes!(ledger::get_ledger_snapshot),
        )
        .route(app::county::DECIDE, routes!(ledger::freeze_ledger))
        .route(app::county::READ, routes!(photo::list_photos))
        .route(app::county::WRITE, limited!(PHOTO, photo::add_photo))
        .route(app::county::READ, routes!(photo::get_photo))
        .route(app::county::WRITE, routes!(photo::remove_photo))
        .route(SignedIn, routes!(rule_card::get_rule_card))
        .route(Public, routes!(rule_card::get_rule_card_file))
        .route(
            app::rule_card::WRITE,
            limited!(ORDINARY, rule_card::put_rule_card),
        )
        .route(
            app::rule_card::WRITE,
            limited!(ORDINARY, rule_card::check_rule_card),
        )
        .route(
            app::simulation::TRY,
            limited!(ORDINARY, rule_card::simulate_rule_card),
        )
        .route(app::rule_card::WRITE, routes!(rule_card::freeze_rule_card))
        .route(Public, routes!(rule_card::rule_card_schema))
        .route(
            app::score_table::READ,
            routes!(score_table::list_score_tables),
        )
        .route(
            app::score_table::READ,
            routes!(score_table::get_score_template),
        )
        .route(
            app::score_table::READ,
            routes!(score_table::get_score_table),
        )
        .route(
            app::score_table::IMPORT,
            limited!(TABLE, score_table::import_score_table),
        )
        .route(app::composite::READ, routes!(composite::get_composite))
        .route(
            app::composite::PUBLISH,
            routes!(composite::publish_composite),
        )
        .route(Public, routes!(composite::get_result))
        .route(Public, routes!(composite::get_trace))
        .route(Public, routes!(composite::get_data))
        .route(Public, routes!(composite::get_recompute))
        .route(Public, routes!(composite::get_explanation))
        .route(Public, routes!(composite::get_steps))
        .route(app::analysis::READ, routes!(analysis::get_analysis))
        .route(app::what_if::ASK, limited!(ORDINARY, what_if::ask_what_if))
        .route(STAFF, routes!(trustee::list_trustees))
        .route(
            app::trustee::APPOINT,
            limited!(ORDINARY, trustee::appoint_trustee),
        )
        .route(
            app::trustee::HOLD,
            limited!(ORDINARY, trustee::put_trustee_key),
        )
        .route(STAFF, routes!(ceremony::get_ceremony))
        .route(
            app::ceremony::HOLD,
            limited!(ORDINARY, ceremony::put_certificate),
        )
        .route(
            app::ceremony::HOLD,
            limited!(ORDINARY, ceremony::put_polynomial),
        )
        .route(
            app::ceremony::HOLD,
            limited!(ORDINARY, ceremony::put_ceremony_key),
        )
        .route(
            app::ceremony::RESTART,
            limited!(ORDINARY, ceremony::restart_ceremony),
        )
        .route(app::round::DECRYPT, routes!(trustee::list_trustee_tasks))
        .route(
            app::round::DECRYPT,
            limited!(ORDINARY, trustee::post_partial_decryption),
        )
        .route(STAFF, routes!(slip::list_slip_groups))
        .route(app::slip::AUTHORITY, routes!(slip::get_credential_request))
        .route(
            app::slip::AUTHORITY,
            limited!(TABLE, slip::post_credentials),
        )
        .route(app::slip::COUNT, limited!(ORDINARY, slip::issue_slips))
        .route(app::slip::COUNT, limited!(ORDINARY, slip::spoil_slip))
        .route(STAFF, routes!(attendance::list_attendance))
        .route(
            app::attendance::MARK,
            limited!(ORDINARY, attendance::mark_attendance),
        )
        .route(SignedIn, routes!(round::list_rounds))
        .route(app::round::PREPARE, routes!(round::freeze_rounds))
        .route(app::round::PREPARE, routes!(round::clear_rehearsal))
        .route(app::round::RUN, limited!(ORDINARY, round::open_round))
        .route(app::round::RUN, routes!(round::close_round))
        .route(app::round::RUN, limited!(ORDINARY, round::reveal_round))
        .route(app::round::PREPARE, limited!(ORDINARY, round::annul_round))
        .route(Public, routes!(result::get_results))
        .route(Public, routes!(result::get_ranking))
        .route(app::bulletin::READ, routes!(result::get_bulletin_pdf))
        .route(app::bulletin::READ, routes!(result::get_bulletin_html))
        .route(app::audit::READ, routes!(audit::list_audit))
        .route(app::county::WRITE, routes!(import::list_imports))
        .route(app::county::WRITE, limited!(TABLE, import::start_import))
        .route(app::county::WRITE, routes!(import::get_import))
        .route(
            app::county::WRITE,
            limited!(ORDINARY, import::put_import_columns),
        )
        .route(app::county::WRITE, limited!(ORDINARY, import::apply_import))
        .route(app::county::WRITE, routes!(import::undo_import))
        .route(app::county::WRITE, routes!(import::get_wrong_rows))
        .route(app::county::READ, routes!(import::get_template))
        .route(app::county::READ, routes!(import::get_export))
        .route(app::round::RUN, routes!(host::get_host))
        .route(Public, routes!(screen::get_screen))
        .route(Public, routes!(screen::screen_events))
        .route(Public, routes!(vote::get_vote))
        .route(Public, routes!(vote::vote_events))
        .route(Public, routes!(ballot_box::get_election))
        .route(Public, routes!(ballot_box::get_roll))
        .route(Public, routes!(ballot_box::get_board))
        .route(Public, routes!(ballot_box::get_ballot))
        .route(
            Public,
            limited!(app::ballot::MAX_BALLOT_BYTES, ballot_box::post_ballot),
        )
        .route(Public, routes!(ballot_box::get_archive))
        .route(Public, routes!(ballot_box::get_hints))
}

/// The OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api().split().1
}
