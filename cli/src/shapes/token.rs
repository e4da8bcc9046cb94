//! A token, as `flotilla token` prints it.

use flotilla_domain::scope::Scope;
use flotilla_domain::token;
use flotilla_text::date;
use serde::Serialize;

/// `flotilla token issue` and `flotilla token inspect`.
#[derive(Serialize)]
pub(crate) struct Token<'a> {
    /// The token itself: only where it was just issued, and not written to a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
    /// Empty where the coalition is not known.
    token_id: String,
    issuer_id: String,
    epoch: u32,
    scopes: Vec<&'static str>,
    rate: &'static str,
    first_day: String,
    last_day: String,
}

impl<'a> Token<'a> {
    /// Tells what a token says.
    pub(crate) fn new(claim: &token::Token, token_id: String, token: Option<&'a str>) -> Self {
        let day = |day| date::day(token::moment_of(day));
        Self {
            token,
            token_id,
            issuer_id: claim.issuer.0.to_string(),
            epoch: claim.epoch,
            scopes: claim.scopes.iter().map(Scope::name).collect(),
            rate: claim.rate.name(),
            first_day: day(claim.first_day),
            last_day: day(claim.last_day),
        }
    }
}
