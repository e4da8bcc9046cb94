//! `flotilla token issue|inspect|revoke`: who may ask, where not everybody may.
//!
//! - **A token goes where it was asked for, once**: to a file that only its owner can read, or to standard output.
//!   It is never an argument, where other programs see it, and no message holds it.
//! - **What it allows is told from its bytes**, in sentences, when it is issued and whenever it is inspected; that
//!   needs no node and no network. Whether it still holds, a node says who is asked by it.
//! - **The consequence of a revocation first**: it cannot be taken back.

use std::io::Read;
use std::path::Path;

use flotilla_config::secret_file;
use flotilla_domain::id::Hash;
use flotilla_domain::id::TokenId;
use flotilla_domain::message::Message;
use flotilla_domain::preimage;
use flotilla_domain::preimage::Tag;
use flotilla_domain::scope::Rate;
use flotilla_domain::scope::Scope;
use flotilla_domain::scope::Scopes;
use flotilla_domain::signed::Received;
use flotilla_domain::token;
use flotilla_domain::token::Token;
use flotilla_proto::v1;
use flotilla_proto::v1::admin_client::AdminClient;
use flotilla_proto::v1::publish_client::PublishClient;
use flotilla_text::date;
use flotilla_wire::token::TEXT_BYTES_MAX;
use flotilla_wire::token::from_text;
use flotilla_wire::token::rate_to_wire;
use flotilla_wire::token::scopes_to_wire;
use zeroize::Zeroizing;

use crate::args::token as args;
use crate::client;
use crate::commands::coalition;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::prompt;
use crate::shapes;
use crate::table;

/// Does what was asked.
pub(crate) fn run(command: args::Token, context: &Context) -> Result<(), CommandError> {
    match command {
        args::Token::Inspect(args) => inspect(&args, context),
        args::Token::Issue(args) => issue(&args, context),
        args::Token::Revoke(args) => revoke(&args, context),
    }
}

/// Reads the token in a file that nobody else can read.
pub(crate) fn in_file(path: &Path) -> Result<Zeroizing<String>, CommandError> {
    let text = secret_file::read(path)?;
    let line = Zeroizing::new(text.trim().to_owned());
    // What is sent must be a token: another secret in a file of that name goes nowhere.
    let _checked = read(&line)?;
    Ok(line)
}

fn issue(args: &args::Issue, context: &Context) -> Result<(), CommandError> {
    let settings = context.settings()?;
    let scopes: Scopes = args.scope.iter().map(|it| it.rule()).collect();
    let request = v1::IssueTokenRequest {
        scopes: scopes_to_wire(scopes),
        rate: i32::from(rate_to_wire(args.rate.rule())),
        days: args.days,
        language: context.ui.texts.language().code().to_owned(),
    };
    let issued = client::wait(async {
        let mut node = PublishClient::new(client::own_node(&settings).await?);
        let issued = node.issue_token(request).await;
        Ok(issued.map_err(|status| client::refused(&status))?.into_inner())
    })?;
    let text = Zeroizing::new(issued.token);
    let token = read(&text)?;
    let id = Hash::from_slice(&issued.token_id).map(|id| id.to_string()).unwrap_or_default();
    if let Some(path) = &args.out {
        secret_file::create(path, &format!("{}\n", *text))?;
    }
    for sentence in sentences(token.claim(), &table::shown(&issued.issuer)) {
        context.ui.tell(&sentence);
    }
    context.ui.tell(&Message::new("cli-token-id").word("id", &id));
    match &args.out {
        Some(path) => {
            context.ui.done(&Message::new("cli-token-written").word("path", path.display()));
            if context.ui.json {
                return context.ui.print_json(&shapes::Token::new(token.claim(), id, None));
            }
            Ok(())
        }
        None if context.ui.json => {
            context.ui.print_json(&shapes::Token::new(token.claim(), id, Some(&text)))
        }
        None => context.ui.print(&format!("{}\n", *text)),
    }
}

fn inspect(args: &args::Inspect, context: &Context) -> Result<(), CommandError> {
    let text = match &args.token_file {
        Some(path) => in_file(path)?,
        None => from_input()?,
    };
    let token = read(&text)?;
    let ours = own_coalition(context)?;
    let id = ours.map(|it| preimage::id(Tag::Token, it, &token.signed().body).to_string());
    if context.ui.json {
        let id = id.unwrap_or_default();
        return context.ui.print_json(&shapes::Token::new(token.claim(), id, None));
    }
    let issuer = token.claim().issuer.0.short();
    let told = sentences(token.claim(), &issuer);
    let id = id.map(|id| Message::new("cli-token-id").word("id", id));
    for sentence in told.into_iter().chain(id).chain([Message::new("cli-token-unchecked")]) {
        context.ui.print(&format!("{}\n", context.ui.texts.say(&sentence)))?;
    }
    Ok(())
}

fn revoke(args: &args::Revoke, context: &Context) -> Result<(), CommandError> {
    let settings = context.settings()?;
    let mut ids = args.ids.iter().map(|text| named(text)).collect::<Result<Vec<_>, _>>()?;
    if let Some(path) = &args.token_file {
        let token = read(&in_file(path)?)?;
        let coalition = coalition::own(&settings)?.id();
        ids.push(TokenId(preimage::id(Tag::Token, coalition, &token.signed().body)));
    }
    client::wait(async {
        let node = client::own_node(&settings).await?;
        let status = AdminClient::new(node.clone()).status(v1::StatusRequest::default()).await;
        let status = status.map_err(|status| client::refused(&status))?.into_inner();
        let question = Message::new("cli-token-revoke-consent")
            .number("tokens", ids.len())
            .number("members", status.logs.len());
        prompt::consent(&context.ui, &question)?;
        let request = v1::RevokeTokensRequest {
            tokens: ids.iter().map(|id| id.0.as_bytes().to_vec()).collect(),
            language: context.ui.texts.language().code().to_owned(),
        };
        let receipt = PublishClient::new(node).revoke_tokens(request).await;
        let receipt = receipt.map_err(|status| client::refused(&status))?.into_inner();
        if context.ui.json {
            return context.ui.print_json(&shapes::TakenBack::new(receipt, Vec::new()));
        }
        context.ui.done(&Message::new("cli-token-revoked").number("seq", receipt.seq));
        for id in &receipt.entry_ids {
            let line = Message::new("cli-receipt-entry").word("id", shapes::hex(id));
            context.ui.print(&format!("{}\n", context.ui.texts.say(&line)))?;
        }
        Ok(())
    })
}

/// Returns what a token allows, one sentence each.
fn sentences(token: &Token, issuer: &str) -> Vec<Message> {
    let day = |day| date::day(token::moment_of(day));
    let allows = |scope| {
        Message::new(match scope {
            Scope::Aggregates => "cli-token-aggregates",
            Scope::Bulk => "cli-token-bulk",
            Scope::Records => "cli-token-records",
        })
    };
    let rate = Message::new(match token.rate {
        Rate::High => "cli-token-high",
        Rate::Standard => "cli-token-standard",
    });
    let issuer = Message::new("cli-token-issuer").word("issuer", issuer);
    let days = Message::new("cli-token-days")
        .word("first", day(token.first_day))
        .word("last", day(token.last_day));
    let mut told = vec![issuer];
    told.extend(token.scopes.iter().map(allows));
    told.extend([rate, days, Message::new("cli-token-bearer")]);
    told
}

fn read(text: &str) -> Result<Received<Token>, CommandError> {
    let refused = |error| {
        let failure = Failure::new(Exit::Invalid, Message::new("cli-token-unreadable"));
        failure.because(error).hint(Message::new("cli-hint-token-whole"))
    };
    Ok(from_text(text).map_err(refused)?)
}

/// Reads a token from standard input.
fn from_input() -> Result<Zeroizing<String>, CommandError> {
    let limit = u64::try_from(TEXT_BYTES_MAX).unwrap_or(u64::MAX).saturating_mul(2);
    let mut text = Zeroizing::new(String::new());
    let done = std::io::stdin().take(limit).read_to_string(&mut text);
    done.map_err(|error| {
        Failure::new(Exit::Invalid, Message::new("cli-token-unreadable")).because(error)
    })?;
    Ok(text)
}

/// Returns the coalition of the own member, if there is one here: the id of a token depends on it.
fn own_coalition(
    context: &Context,
) -> Result<Option<flotilla_domain::id::CoalitionId>, CommandError> {
    let Some(settings) = context.settings_if_any()? else { return Ok(None) };
    Ok(coalition::own(&settings).ok().map(|it| it.id()))
}

fn named(text: &str) -> Result<TokenId, CommandError> {
    let refused = || {
        let message = Message::new("cli-token-not-an-id").word("text", table::shown(text));
        Failure::new(Exit::Usage, message)
    };
    Ok(TokenId(Hash::parse(&text.to_lowercase()).ok_or_else(refused)?))
}
