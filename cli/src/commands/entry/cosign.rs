//! `flotilla entry cosign FILE`: a community consents to figures that it has seen.
//!
//! - **It needs no node, no member and no network**: a request comes as a file, and the answer goes back
//!   as one.
//! - **What is shown is what is signed**: the sentences and the figures are decoded from the very bytes,
//!   and a request that shows other figures than it asks to sign is refused when it is read.
//! - **The key is opened last**, after everything was shown and agreed to.

use std::collections::BTreeSet;

use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_config::public_file;
use flotilla_domain::consent::Consent;
use flotilla_domain::message::Message;
use flotilla_domain::steward::GovernedCode;
use flotilla_wire::consent::Answer;
use flotilla_wire::consent::Request;
use flotilla_wire::consent::Requested;
use serde::Serialize;

use crate::args::EntryCosign;
use crate::bundle_file;
use crate::commands::key::steward;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::new_files;
use crate::prompt;
use crate::shapes;
use crate::table;
use crate::table::Table;

/// `flotilla entry cosign`.
#[derive(Debug, Serialize)]
struct Cosigned {
    consent_id: String,
    steward: String,
    member_id: String,
    codes: Vec<String>,
    indicators: Vec<String>,
    first_period: String,
    last_period: String,
    agreement: String,
    observations: Vec<shapes::Observation>,
}

/// Shows what is asked, and signs it.
pub(crate) fn cosign(args: &EntryCosign, context: &Context) -> Result<(), CommandError> {
    new_files::refuse_to_replace([args.out.as_path()].into_iter())?;
    let bytes = public_file::read_armored(&args.file, Kind::PublicRequest)?;
    let request = Request::from_bytes(&bytes).map_err(|error| {
        let message = Message::new("cli-cosign-refused").word("path", args.file.display());
        Failure::new(Exit::Verification, message).because(error)
    })?;
    let ui = &context.ui;
    for requested in &request.requested {
        sentences(&request, requested, context).iter().for_each(|it| ui.insist_text(it));
        ui.insist_text(&figures(requested, context));
    }
    prompt::consent(ui, &Message::new("cli-cosign-consent"))?;
    let key = steward::open(&args.key, args.passphrase_file.as_deref(), context)?;
    let asked = request.requested.iter();
    let asked: Vec<&Requested> =
        asked.filter(|it| it.consent().steward_key == key.public()).collect();
    if asked.is_empty() {
        return Err(other_key(&request).into());
    }
    let signed = asked.iter().map(|it| it.sign(request.coalition, &key)).collect();
    let answer = Answer { coalition: request.coalition, consents: signed };
    let text = armor::encode(Kind::PublicConsent, &answer.to_bytes());
    bundle_file::create_text(&args.out, &text)?;
    let path = args.out.display();
    ui.done(&Message::new("cli-cosign-done").word("path", &path));
    if ui.json {
        let ids = answer.consents.iter().map(|it| it.id(request.coalition).to_string());
        let shapes: Vec<Cosigned> =
            ids.zip(&asked).map(|(id, requested)| shape(id, requested)).collect();
        ui.print_json(&shapes)?;
    }
    let next = Message::new("cli-cosign-next").word("path", &path);
    ui.tell(&next.word("member", table::shown(&request.member)));
    Ok(())
}

/// Returns what one consent says.
fn sentences(request: &Request, requested: &Requested, context: &Context) -> Vec<String> {
    let Consent { steward, scope, agreement, .. } = requested.consent();
    let asks = Message::new("cli-cosign-asks")
        .word("member", table::shown(&request.member))
        .word("coalition", table::shown(&request.name))
        .word("steward", table::shown(steward));
    let codes = scope.codes.iter().map(GovernedCode::to_string).collect::<Vec<_>>();
    let about = Message::new("cli-cosign-scope")
        .word("codes", codes.join(", "))
        .word("first", scope.first)
        .word("last", scope.last);
    let agreed = if agreement.is_empty() {
        Message::new("cli-cosign-agreement-none")
    } else {
        Message::new("cli-cosign-agreement").word("agreement", table::shown(agreement))
    };
    [asks, about, agreed].iter().map(|it| context.ui.texts.say(it)).collect()
}

/// Returns the figures as a table.
fn figures(requested: &Requested, context: &Context) -> String {
    let texts = &context.ui.texts;
    let columns = [
        "cli-column-indicator",
        "cli-column-period",
        "cli-column-region",
        "cli-column-program",
        "cli-column-breakdown",
        "cli-column-value",
    ];
    let mut table = Table::new(columns.map(|id| texts.text(id)).to_vec()).right(&[5]);
    for it in requested.figures().observations() {
        let (dimension, category) = it.place.breakdown_codes();
        let count = it.figure.count().and_then(|it| i64::try_from(it).ok());
        table.push(vec![
            it.place.indicator.to_string(),
            it.place.period.to_string(),
            it.place.region.to_string(),
            it.place.program_type.to_string(),
            format!("{dimension}={category}"),
            count.map_or_else(|| texts.text("cli-withheld"), |it| texts.language().number(it)),
        ]);
    }
    table.render()
}

fn shape(consent_id: String, requested: &Requested) -> Cosigned {
    let Consent { steward, member, scope, agreement, .. } = requested.consent();
    let observations = requested.figures().observations().iter();
    Cosigned {
        consent_id,
        steward: steward.clone(),
        member_id: member.to_string(),
        codes: scope.codes.iter().map(GovernedCode::to_string).collect(),
        indicators: scope.indicators.iter().cloned().collect(),
        first_period: scope.first.to_string(),
        last_period: scope.last.to_string(),
        agreement: agreement.clone(),
        observations: observations.map(shapes::Observation::told).collect(),
    }
}

/// Says that the request is for other stewards.
fn other_key(request: &Request) -> Failure {
    let keys = request
        .requested
        .iter()
        .map(|it| it.consent().steward_key.fingerprint().to_string());
    let keys: Vec<String> = keys.collect::<BTreeSet<_>>().into_iter().collect();
    let message = Message::new("cli-cosign-other-key").word("fingerprints", keys.join("; "));
    Failure::new(Exit::NotPermitted, message)
}
