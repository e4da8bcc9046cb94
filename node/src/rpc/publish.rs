//! The member's own door, first half: publishing, over the local socket.
//!
//! Collects a file piece by piece under a limit, hands it to `publish`, and puts the outcome into the
//! words and the language of whoever asked. Decides nothing.

use std::sync::Arc;

use flotilla_domain::consent::AGREEMENT_CHARS_MAX;
use flotilla_domain::consent::CONSENTS_MAX;
use flotilla_domain::coverage::UNITS_MAX;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use flotilla_domain::practice::LIST_MAX;
use flotilla_domain::practice::Text;
use flotilla_domain::response::Outcome;
use flotilla_domain::response::Response;
use flotilla_domain::response::Statement;
use flotilla_gate::export::document;
use flotilla_gate::pass::WhyWithheld;
use flotilla_gate::practice::Question;
use flotilla_gate::preview::Shown;
use flotilla_gate::problem::Problem;
use flotilla_gate::problem::Problems;
use flotilla_gate::read::FILE_BYTES_MAX;
use flotilla_proto::v1;
use flotilla_proto::v1::description::Content;
use flotilla_proto::v1::prepare_request::Piece;
use flotilla_proto::v1::publish_server;
use flotilla_proto::v1::publish_server::PublishServer;
use flotilla_text::Language;
use flotilla_text::Texts;
use flotilla_wire::DecodeError;
use flotilla_wire::consent::Answer;
use flotilla_wire::consent::Request as ConsentRequest;
use flotilla_wire::notice;
use flotilla_wire::token;
use flotilla_wire::token::TokenText;
use tonic::Request;
use tonic::Status;
use tonic::Streaming;

use crate::publish::Asked;
use crate::publish::Communities;
use crate::publish::Issued;
use crate::publish::Preview;
use crate::publish::PreviewId;
use crate::publish::PublishError;
use crate::publish::Publisher;
use crate::publish::Receipt;
use crate::publish::TakeBack;
use crate::publish::Terms;
use crate::query::Reader;
use crate::rpc::status;

/// The largest message: one piece of a file.
const MESSAGE_BYTES_MAX: usize = 16 << 20;

/// The most bytes of a recipe.
const RECIPE_BYTES_MAX: usize = 256 << 10;

/// The most bytes of one quotation that is confirmed.
const CONFIRMED_BYTES_MAX: usize = 1_000;

/// Answers the `Publish` service.
#[derive(Clone, Debug)]
pub struct PublishService {
    publisher: Arc<Publisher>,
    reader: Reader,
}

/// A file that arrived whole.
struct Upload {
    description: v1::Description,
    file: Vec<u8>,
}

impl PublishService {
    /// Makes the service.
    pub fn new(publisher: Arc<Publisher>, reader: Reader) -> Self {
        Self { publisher, reader }
    }

    /// Returns the service, ready to be served.
    pub fn into_server(self) -> PublishServer<Self> {
        PublishServer::new(self).max_decoding_message_size(MESSAGE_BYTES_MAX)
    }

    /// Returns a receipt when readers find what was just published.
    async fn receipt(&self, receipt: &Receipt) -> v1::Receipt {
        if let Some(member) = self.publisher.member() {
            self.reader.shows(member, receipt.seq).await;
        }
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        v1::Receipt {
            entry_ids: receipt.entries.iter().map(|id| id.0.as_bytes().to_vec()).collect(),
            seq: receipt.seq,
            observations: count(receipt.observations),
            withheld: count(receipt.withheld),
            member: self.handle(),
            snapshot_id: receipt.snapshot.0.as_bytes().to_vec(),
            created_ms: receipt.created_ms,
            members: u32::try_from(receipt.members).unwrap_or(u32::MAX),
            covers: receipt.coverage.units().to_vec(),
            together: receipt.coverage.is_together(),
        }
    }

    fn handle(&self) -> String {
        let roster = self.reader.roster();
        let me = self.publisher.member().and_then(|it| roster.member(it));
        me.map(|member| member.handle().to_owned()).unwrap_or_default()
    }
}

#[tonic::async_trait]
impl publish_server::Publish for PublishService {
    async fn prepare(
        &self,
        request: Request<Streaming<v1::PrepareRequest>>,
    ) -> Result<tonic::Response<v1::Preview>, Status> {
        let Upload { description, file } = receive(request.into_inner()).await?;
        let texts = Texts::new(Language::parse(&description.language).unwrap_or(Language::English));
        let prepared = match description.content {
            Some(Content::MetricsRecipe(ref recipe)) => {
                let recipe = recipe.clone();
                let words = description.publication.then(|| texts.language());
                let communities = communities(&description)?;
                let disowned = description.disowned.clone();
                if disowned.len() > UNITS_MAX {
                    return Err(Status::invalid_argument("at most 200 members are disowned"));
                }
                let asked = Asked { words, communities, disowned };
                self.publisher.prepare_metrics(file, recipe, asked).await
            }
            Some(Content::Again(_)) => self.publisher.prepare_again().await,
            Some(Content::Response(about)) => {
                let about = Hash::from_slice(&about).map(EntryId);
                let malformed = || Status::invalid_argument("the id of an entry has 32 bytes");
                let about = about.ok_or_else(malformed)?;
                self.publisher.prepare_response(about, &file, &description.confirmed).await
            }
            Some(Content::Practice(_)) | None => {
                self.publisher.prepare_practice(&file, &description.confirmed).await
            }
        };
        match prepared {
            Ok(preview) => Ok(tonic::Response::new(preview_to_wire(&preview, &texts))),
            Err(PublishError::Problems(problems)) => {
                let mut preview = problems_to_wire(&problems, &texts);
                if description.publication {
                    preview.publication =
                        document::of_problems(&self.handle(), &problems, &|it| texts.say(it));
                }
                Ok(tonic::Response::new(preview))
            }
            Err(error) => Err(refusal(&error, &texts)),
        }
    }

    async fn commit(
        &self,
        request: Request<v1::CommitRequest>,
    ) -> Result<tonic::Response<v1::Receipt>, Status> {
        let v1::CommitRequest { preview_id, language } = request.into_inner();
        let texts = Texts::new(Language::parse(&language).unwrap_or(Language::English));
        let id = preview_id.try_into().map(PreviewId);
        let id = id.map_err(|_| Status::invalid_argument("a preview id has 16 bytes"))?;
        let receipt = self.publisher.commit(id).await;
        let receipt = receipt.map_err(|error| refusal(&error, &texts))?;
        Ok(tonic::Response::new(self.receipt(&receipt).await))
    }

    async fn take_back(
        &self,
        request: Request<v1::TakeBackRequest>,
    ) -> Result<tonic::Response<v1::Receipt>, Status> {
        let v1::TakeBackRequest { entries, reason, erase, admin_key, signature, language } =
            request.into_inner();
        let texts = Texts::new(Language::parse(&language).unwrap_or(Language::English));
        let malformed = |_| Status::invalid_argument("an id has 32 bytes, and a consent two parts");
        let entries = notice::ids(&entries).map_err(malformed)?;
        let consent = notice::consent(&admin_key, &signature).map_err(malformed)?;
        let receipt = self.publisher.take_back(TakeBack { entries, reason, erase, consent }).await;
        let receipt =
            receipt.map_err(|error| status::of(&error, error.blame(), &error.message(), &texts))?;
        Ok(tonic::Response::new(self.receipt(&receipt).await))
    }

    async fn issue_token(
        &self,
        request: Request<v1::IssueTokenRequest>,
    ) -> Result<tonic::Response<v1::IssuedToken>, Status> {
        let request = request.into_inner();
        let texts = Texts::new(Language::parse(&request.language).unwrap_or(Language::English));
        let malformed =
            |_| Status::invalid_argument("scopes and a rate are what the contract lists");
        let issued = self.publisher.issue_token(terms(&request).map_err(malformed)?);
        let Issued { signed, id, issuer } =
            issued.map_err(|error| status::of(&error, error.blame(), &error.message(), &texts))?;
        let token = TokenText::of(&signed).reveal().to_owned();
        let token_id = id.0.as_bytes().to_vec();
        Ok(tonic::Response::new(v1::IssuedToken { token, token_id, issuer }))
    }

    async fn revoke_tokens(
        &self,
        request: Request<v1::RevokeTokensRequest>,
    ) -> Result<tonic::Response<v1::Receipt>, Status> {
        let v1::RevokeTokensRequest { tokens, language } = request.into_inner();
        let texts = Texts::new(Language::parse(&language).unwrap_or(Language::English));
        let malformed = |_| Status::invalid_argument("1 to 64 ids of tokens have 32 bytes each");
        let revocation = token::revocation_of(&tokens).map_err(malformed)?;
        let receipt = self.publisher.revoke_tokens(revocation).await;
        let receipt = receipt.map_err(|error| refusal(&error, &texts))?;
        Ok(tonic::Response::new(self.receipt(&receipt).await))
    }
}

/// Reads what a token is to grant.
fn terms(wire: &v1::IssueTokenRequest) -> Result<Terms, DecodeError> {
    let scopes = token::scopes_from_wire(&wire.scopes, "scopes")?;
    Ok(Terms { scopes, rate: token::rate_from_wire(wire.rate)?, days: wire.days })
}

/// Returns what whoever consents is told; problems are told in a preview, so those that come with a consent
/// came up after it.
fn refusal(error: &PublishError, texts: &Texts) -> Status {
    if let PublishError::Problems(problems) = error
        && let Some(problem) = problems.iter().next()
    {
        let what = texts.say(&problem.what);
        let message = Message::new("node-publish-overtaken").word("what", what);
        return status::of(error, error.blame(), &message, texts);
    }
    status::of(error, error.blame(), &error.message(), texts)
}

async fn receive(mut pieces: Streaming<v1::PrepareRequest>) -> Result<Upload, Status> {
    let mut description = None;
    let mut file = Vec::new();
    while let Some(v1::PrepareRequest { piece }) = pieces.message().await? {
        match piece {
            Some(Piece::Description(first)) if description.is_none() => description = Some(first),
            Some(Piece::Chunk(chunk)) if description.is_some() => file.extend(chunk),
            Some(Piece::Description(_) | Piece::Chunk(_)) | None => {
                return Err(Status::invalid_argument("the description comes first, and once"));
            }
        }
        if file.len() > FILE_BYTES_MAX {
            let mebibytes = FILE_BYTES_MAX >> 20;
            return Err(Status::resource_exhausted(format!("a file may have {mebibytes} MiB")));
        }
    }
    let missing = || Status::invalid_argument("the description comes first, and once");
    let description = description.ok_or_else(missing)?;
    let recipe = match &description.content {
        Some(Content::MetricsRecipe(recipe)) => recipe.len(),
        Some(Content::Again(_) | Content::Practice(_) | Content::Response(_)) | None => 0,
    };
    if recipe > RECIPE_BYTES_MAX {
        return Err(Status::resource_exhausted("a recipe may have 256 KiB"));
    }
    let confirmed = &description.confirmed;
    if confirmed.len() > LIST_MAX || confirmed.iter().any(|it| it.len() > CONFIRMED_BYTES_MAX) {
        return Err(Status::resource_exhausted("so much cannot be confirmed at once"));
    }
    Ok(Upload { description, file })
}

/// Reads what is asked of communities, or was given by them.
fn communities(description: &v1::Description) -> Result<Communities, Status> {
    let v1::Description { ask_stewards, agreement, consents, .. } = description;
    let most = [ask_stewards.len(), consents.len()].into_iter().max();
    if most > Some(CONSENTS_MAX) || agreement.chars().count() > AGREEMENT_CHARS_MAX {
        return Err(Status::resource_exhausted("so many communities cannot be asked at once"));
    }
    let mut given = Vec::new();
    for answer in consents {
        let read = Answer::from_bytes(answer);
        let read = read.map_err(|_| Status::invalid_argument("a consent is malformed"))?;
        given.extend(read.consents);
    }
    let (ask, agreement) = (ask_stewards.clone(), agreement.clone());
    Ok(Communities { ask, agreement, consents: given })
}

fn preview_to_wire(preview: &Preview, texts: &Texts) -> v1::Preview {
    let Preview {
        id,
        shown,
        notes,
        practice,
        response,
        questions,
        rows,
        members,
        entries,
        is_unchanged,
        already,
        document,
        request,
    } = preview;
    let labels = practice.iter().flat_map(|it| &it.fields().labels);
    let labels: String = labels.map(|it| format!("\n\n> {}", it.spelled())).collect();
    let record = practice.as_ref().and_then(|it| it.text(texts.language().code()));
    let text = match (record, response) {
        (record, Some(response)) => in_markdown(response, record.map_or("", |it| &it.title), texts),
        (Some(it), None) => record_in_markdown(it, texts) + &labels,
        (None, None) => String::new(),
    };
    v1::Preview {
        preview_id: if *entries > 0 { id.0.to_vec() } else { Vec::new() },
        observations: shown.iter().map(|it| shown_to_wire(it, texts)).collect(),
        problems: Vec::new(),
        problems_total: 0,
        notes: notes.iter().map(|note| texts.say(note)).collect(),
        practice: text,
        rows_read: u64::try_from(*rows).unwrap_or(u64::MAX),
        members: u32::try_from(*members).unwrap_or(u32::MAX),
        entries: u32::try_from(*entries).unwrap_or(u32::MAX),
        unchanged: *is_unchanged,
        publication: document.clone(),
        questions: questions.iter().map(|it| question_to_wire(it, texts)).collect(),
        unchanged_entry: already.map(|it| it.entry.0.as_bytes().to_vec()).unwrap_or_default(),
        unchanged_ms: already.map_or(0, |it| it.created_ms),
        consent_request: request.as_ref().map(ConsentRequest::to_bytes).unwrap_or_default(),
    }
}

/// Returns a practice record as readers will see it.
pub(super) fn record_in_markdown(text: &Text, texts: &Texts) -> String {
    let mut markdown = format!("# {}\n\n*{}*\n\n{}", text.title, text.summary, text.body);
    for (name, detail) in text.details.named().into_iter().filter(|(_, it)| !it.is_empty()) {
        let heading = texts.text(match name {
            "goals" => "node-practice-goals",
            "core_components" => "node-practice-core-components",
            "dosage" => "node-practice-dosage",
            "staffing" => "node-practice-staffing",
            "training" => "node-practice-training",
            "adaptation_notes" => "node-practice-adaptation-notes",
            _ => "node-practice-evidence",
        });
        markdown.push_str(&format!("\n\n## {heading}\n\n{detail}"));
    }
    markdown
}

/// Returns a response to the record called `title` as readers will see it.
fn in_markdown(response: &Response, title: &str, texts: &Texts) -> String {
    let fields = response.fields();
    let heading = Message::new(match fields.statement {
        Statement::Adapted => "node-response-adapted",
        Statement::Adopted => "node-response-adopted",
        Statement::Endorsement => "node-response-endorsement",
        Statement::Question => "node-response-question",
    });
    let mut text = format!("# {}", texts.say(&heading.word("title", title)));
    for said in &fields.texts {
        text.push_str(&format!("\n\n{}", said.text));
    }
    for Outcome { period, region, indicators } in &fields.results {
        text.push_str(&format!("\n\n- {} {period} {region}", indicators.join(" ")));
    }
    text
}

fn question_to_wire(question: &Question, texts: &Texts) -> v1::Question {
    let Question { suspicion, excerpt, is_confirmed, problem } = question;
    v1::Question {
        suspicion: suspicion.word().to_owned(),
        excerpt: excerpt.clone(),
        confirmed: *is_confirmed,
        problem: Some(problem_to_wire(problem, texts)),
    }
}

fn shown_to_wire(shown: &Shown, texts: &Texts) -> v1::PreviewObservation {
    let Shown { place, figure, why, percent } = shown;
    let (dimension, category) = place.breakdown_codes();
    v1::PreviewObservation {
        indicator: place.indicator.to_string(),
        period: place.period.to_string(),
        region: place.region.to_string(),
        program_type: place.program_type.to_string(),
        dimension: dimension.to_owned(),
        category: category.to_owned(),
        value: figure.value(),
        status: figure.status().to_owned(),
        reason: why.map(WhyWithheld::message).map(|why| texts.say(&why)).unwrap_or_default(),
        percent: *percent,
    }
}

fn problem_to_wire(problem: &Problem, texts: &Texts) -> v1::Problem {
    v1::Problem {
        code: problem.code.to_owned(),
        place: texts.say(&problem.place),
        text: texts.say(&problem.what),
        remedy: texts.say(&problem.remedy),
        value: problem.value().to_owned(),
    }
}

fn problems_to_wire(problems: &Problems, texts: &Texts) -> v1::Preview {
    let listed = problems.iter().map(|it| problem_to_wire(it, texts));
    let unlisted = problems.unlisted();
    let more = Message::new("node-problems-unlisted").number("count", unlisted);
    let notes = if unlisted > 0 { vec![texts.say(&more)] } else { Vec::new() };
    let problems_total = u64::try_from(problems.total()).unwrap_or(u64::MAX);
    v1::Preview { problems: listed.collect(), notes, problems_total, ..v1::Preview::default() }
}
