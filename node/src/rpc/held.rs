//! What is held at home: asked for by the member's own tool, and who was told what of ours.

use std::sync::Arc;

use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use flotilla_domain::practice::Practice;
use flotilla_domain::practice::Rating;
use flotilla_domain::practice::account::Replication;
use flotilla_proto::v1;
use flotilla_text::Language;
use flotilla_text::Texts;
use tonic::Status;

use crate::blame::Blame;
use crate::query::Card;
use crate::replicate::AskError;
use crate::rpc::admin::AdminParts;
use crate::rpc::publish::record_in_markdown;
use crate::rpc::status;

/// Returns a card, and what it stands for if that is told now.
pub(super) async fn ask(
    parts: &AdminParts,
    request: v1::AskRequest,
) -> Result<v1::AskReply, Status> {
    let v1::AskRequest { entry_id, language } = request;
    let language = Language::parse(&language).unwrap_or(Language::English);
    let texts = Texts::new(language);
    let malformed = || Status::invalid_argument("the id of an entry has 32 bytes");
    let id = Hash::from_slice(&entry_id).map(EntryId).ok_or_else(malformed)?;
    let asked = parts.replicator.ask(id).await;
    let roster = Arc::clone(&parts.rosters.borrow());
    let standing = parts.reader.standing(id).await;
    let standing =
        standing.map_err(|error| refused(&error, Blame::Us, "node-bundle-unread", &texts))?;
    let author = standing.as_ref().map(|it| it.header.member);
    let state = match &asked {
        Ok(_) if author == parts.publisher.member() => "own",
        Ok(_) => "shown",
        Err(AskError::Away) => "away",
        Err(AskError::Tampered) => "tampered",
        Err(AskError::Unfit) => "unfit",
        Err(AskError::Unshown) => "unshown",
        Err(error @ AskError::NoCard) => {
            return Err(refused(error, error.blame(), "node-ask-no-card", &texts));
        }
        Err(error @ (AskError::Held(_) | AskError::Judge(_))) => {
            return Err(refused(error, error.blame(), "node-bundle-unread", &texts));
        }
    };
    let author = author.and_then(|it| roster.member(it));
    let card = standing.as_ref().and_then(|it| it.card.as_ref());
    let card = card.and_then(|it| Card::of(it, &roster, language));
    let gone = || refused(&AskError::NoCard, Blame::Caller, "node-ask-no-card", &texts);
    let Card { title, community, contact, labels } = card.ok_or_else(gone)?;
    let told = asked.ok();
    let told = told.as_ref().map(|it| it.practice());
    Ok(v1::AskReply {
        member: author.map(|it| it.handle().to_owned()).unwrap_or_default(),
        title,
        community,
        contact,
        labels,
        state: state.to_owned(),
        practice: told
            .and_then(|it| it.text(language.code()))
            .map(|it| record_in_markdown(it, &texts))
            .unwrap_or_default(),
        fields: told.map(fields).unwrap_or_default(),
    })
}

/// Returns who was told what this node holds.
pub(super) async fn asked(
    parts: &AdminParts,
    request: v1::AskedRequest,
) -> Result<v1::AskedReply, Status> {
    let v1::AskedRequest { language } = request;
    let asked = parts.held.asked().await.map_err(|error| {
        let texts = Texts::new(Language::parse(&language).unwrap_or(Language::English));
        refused(&error, error.blame(), "node-bundle-unread", &texts)
    })?;
    let roster = Arc::clone(&parts.rosters.borrow());
    let rows = asked.into_iter().map(|it| v1::AskedRow {
        asked_ms: it.at_ms,
        member: roster.member(it.member).map(|it| it.handle().to_owned()).unwrap_or_default(),
        entry_id: it.entry.0.as_bytes().to_vec(),
    });
    Ok(v1::AskedReply { rows: rows.collect() })
}

/// Returns what a record says beside its texts, where it says something.
fn fields(practice: &Practice) -> Vec<v1::RecordField> {
    let fields = practice.fields();
    let rating = |it: &Rating| format!("{}={}", it.scheme, it.rating);
    let Replication { sites, times, independent } = fields.replication;
    let places = [("sites", sites), ("times", times)].into_iter().filter(|(_, it)| *it > 0);
    let places = places.map(|(name, count)| format!("{name}={count}"));
    let replication = places.chain(independent.then(|| "independent".to_owned()));
    let said = [
        ("cost_band", fields.cost_band.clone()),
        ("review_due", fields.review_due.clone()),
        ("references", fields.references.join("\n")),
        ("ratings", fields.ratings.iter().map(rating).collect::<Vec<_>>().join(";")),
        ("benchmark", fields.benchmark.clone()),
        ("cost_detail", fields.cost_detail.clone()),
        ("evidence_design", fields.evidence.design.clone()),
        ("evidence_size", fields.evidence.size.clone()),
        ("replication", replication.collect::<Vec<_>>().join(";")),
    ];
    let said = said.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(name, value)| v1::RecordField { name: name.to_owned(), value })
        .collect()
}

fn refused(
    error: &(dyn std::error::Error + 'static),
    blame: Blame,
    told: &'static str,
    texts: &Texts,
) -> Status {
    status::of(error, blame, &Message::new(told), texts)
}
