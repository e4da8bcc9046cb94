//! What a member published for the period before, as its own node shows it.
//!
//! It is asked as anybody may ask: what stands in grey beside the cells to be filled in is what others see,
//! and a withheld figure comes as withheld.

use flotilla_config::settings::Settings;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::period::Period;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;
use flotilla_gate::export::Figures;
use flotilla_gate::template::Plan;

use crate::commands::query;
use crate::context::Context;
use crate::failure::CommandError;
use crate::setting;

/// The columns before those of the dimensions, and after them.
const PLACE: usize = 3;
const FIGURE: usize = 2;

/// Returns what the own node shows for the period before, if it is there.
pub(super) fn of_own_node(plan: &Plan, context: &Context) -> Result<Figures, CommandError> {
    let Some(settings) = context.settings_if_any()? else { return Ok(Figures::new()) };
    let Some(period) = plan.period_before() else { return Ok(Figures::new()) };
    if !setting::is_own_node_there(context)? {
        return Ok(Figures::new());
    }
    let shown = query::own_lines(COLUMNS, context)?;
    let lists = plan.grids.iter().filter_map(|grid| grid.dimension.as_deref());
    let dimensions: Vec<(&str, String)> =
        lists.filter_map(|list| Some((list, column(list, &shown)?))).collect();
    let rows = query::own_lines(&sql(&settings, period, &dimensions), context)?;
    let dimensions: Vec<&str> = dimensions.iter().map(|(list, _)| *list).collect();
    Ok(rows.iter().filter_map(|row| figure(row, period, &dimensions)).collect())
}

/// Asks which columns there are.
const COLUMNS: &str =
    "SELECT column_name FROM information_schema.columns WHERE table_name = 'observations'";

/// Returns the column of a code list: another, where one of that name says something else.
fn column(list: &str, shown: &[String]) -> Option<String> {
    let other = format!("list_{list}");
    let found = shown.iter().find(|it| **it == other);
    found.or_else(|| shown.iter().find(|it| *it == list)).cloned()
}

fn sql(settings: &Settings, period: Period, dimensions: &[(&str, String)]) -> String {
    let columns: String = dimensions.iter().map(|(_, column)| format!("\"{column}\", ")).collect();
    format!(
        "SELECT indicator, region, program_type, {columns}value, status FROM observations \
         WHERE member = '{}' AND period = '{period}'",
        settings.handle
    )
}

/// Reads a row: codes have no commas. One that is broken down by something else is none of ours.
fn figure(row: &str, period: Period, dimensions: &[&str]) -> Option<(Place, Figure)> {
    let words: Vec<&str> = row.split(',').collect();
    let (place, rest) = words.split_at_checked(PLACE)?;
    let (codes, told) = rest.split_at_checked(rest.len().checked_sub(FIGURE)?)?;
    let ([indicator, region, program_type], [value, status]) = (place, told) else { return None };
    let mut parts = dimensions.iter().zip(codes).filter(|(_, code)| **code != TOTAL);
    let breakdown = parts.next().map(|(dimension, category)| Breakdown {
        dimension: (*dimension).into(),
        category: (*category).into(),
    });
    let figure = match *status {
        "" => Figure::Count(value.parse().ok()?),
        "x" => Figure::Withheld,
        _ => Figure::NotApplicable,
    };
    let place = Place {
        indicator: (*indicator).into(),
        period,
        region: (*region).into(),
        program_type: (*program_type).into(),
        breakdown,
    };
    (codes.len() == dimensions.len()).then_some((place, figure))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_an_answer_is_a_figure_and_a_withheld_one_has_no_number() {
        let period: Period = "2025".parse().unwrap();
        let read = |row: &str| figure(row, period, &["age_group", "gender"]);
        let (place, told) = read("MATCHES_NEW,CA-ON,GROUP,_T,GIRLS,25,").unwrap();
        assert_eq!((place.breakdown_codes(), told), (("gender", "GIRLS"), Figure::Count(25)));
        let (place, told) = read("MATCHES_NEW,CA-ON,_T,_T,_T,,x").unwrap();
        assert_eq!((place.breakdown, told), (None, Figure::Withheld));
        for strange in ["MATCHES_NEW,CA-ON,_T,_T,25,", "MATCHES_NEW", "", "A,B,C,_T,_T,many,"] {
            assert!(read(strange).is_none(), "{strange}");
        }
    }

    #[test]
    fn a_list_with_the_name_of_a_column_has_another() {
        let shown = ["gender", "list_status", "status"].map(str::to_owned);
        assert_eq!(column("status", &shown).as_deref(), Some("list_status"));
        assert_eq!(column("gender", &shown).as_deref(), Some("gender"));
        assert_eq!(column("season", &shown), None);
    }
}
