//! `flotilla cite`: how to name an answer of any node in a paper, so that the same rows are found again.
//!
//! The node makes the citation, at the same address as for browsers; the tool only says how it is to look.

use flotilla_domain::message::Message;
use serde_json::Value;

use crate::args::Cite;
use crate::client;
use crate::client::Page;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::table;

/// What stands before the question in the address of a file.
const TABLES: &str = "/v1/";

/// Asks for a citation, and prints it.
pub(crate) fn cite(args: &Cite, context: &Context) -> Result<(), CommandError> {
    let (node, question) = match args.file.split_once(TABLES) {
        Some((node, question)) => (Some(node.to_owned()), question.trim_start_matches("cite/")),
        None => (args.node.clone(), args.file.as_str()),
    };
    let node = match node {
        Some(node) => node,
        None => own_pages(context)?,
    };
    let form = match (context.ui.json, args.form) {
        (true, _) => "json",
        (false, form) => form.map_or("text", |form| form.name()),
    };
    let path = path(question, args, (form, context.ui.texts.language().code()))?;
    let page = client::wait(async { client::page(client::any_node(&node).await?, &path).await })?;
    if page.status == 200 {
        return context.ui.print_bytes(&page.body);
    }
    Err(refused(&page).into())
}

/// Returns where on a node the citation is.
fn path(
    question: &str,
    args: &Cite,
    (form, language): (&str, &str),
) -> Result<String, CommandError> {
    let (file, query) = question.split_once('?').unwrap_or((question, ""));
    let mut query: Vec<String> =
        query.split('&').filter(|it| !it.is_empty()).map(str::to_owned).collect();
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    for filter in &args.filter {
        let (name, value) = filter.split_once('=').ok_or_else(|| {
            let message = Message::new("cli-cite-not-a-filter").word("text", table::shown(filter));
            Failure::new(Exit::Usage, message)
        })?;
        query.push(format!("{}={}", encoded(name), encoded(value)));
    }
    query.extend(args.as_of.as_ref().map(|it| format!("as_of={}", encoded(it))));
    query.extend([format!("cite={form}"), format!("lang={language}")]);
    Ok(format!("/v1/cite/{}?{}", encoded(file), query.join("&")))
}

/// Returns where the own node shows pages.
fn own_pages(context: &Context) -> Result<String, CommandError> {
    let none = || {
        Failure::new(Exit::Invalid, Message::new("cli-cite-no-pages"))
            .hint(Message::new("cli-cite-name-a-node"))
    };
    Ok(context.settings()?.addresses().web.ok_or_else(none)?)
}

/// Says what the node said instead.
fn refused(page: &Page) -> Failure {
    let exit = match page.status {
        401 | 403 => Exit::NotPermitted,
        400 | 404 => Exit::Invalid,
        _ => Exit::Network,
    };
    let problem: Value = serde_json::from_slice(&page.body).unwrap_or_default();
    let detail = problem.get("detail").and_then(Value::as_str).unwrap_or_default();
    let message = match detail {
        "" => Message::new("cli-node-refused-silently").word("code", page.status),
        detail => Message::new("cli-node-refused").word("text", table::shown(detail)),
    };
    Failure::new(exit, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::reading::CitationForm;

    #[test]
    fn what_is_asked_goes_into_the_address_and_nothing_else_does() {
        let args = Cite {
            file: String::new(),
            filter: vec!["region=CA-ON,CA-QC".to_owned(), "member=a&b".to_owned()],
            as_of: Some("2026-03-31".to_owned()),
            node: None,
            form: Some(CitationForm::Ris),
        };
        let path = path("observations.csv?period=2024..2025", &args, ("ris", "fr")).unwrap();
        assert_eq!(
            path,
            "/v1/cite/observations.csv?period=2024..2025&region=CA-ON%2CCA-QC&member=a%26b\
             &as_of=2026-03-31&cite=ris&lang=fr"
        );
        let strange = Cite { filter: vec!["region".to_owned()], ..args };
        assert!(super::path("observations.csv", &strange, ("ris", "fr")).is_err());
    }
}
