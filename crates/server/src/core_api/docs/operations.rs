//! The operations, by tag: what each takes and answers, with a request to copy.

use std::fmt::Write as _;

use domain::Texts;
use maud::{Markup, html};
use utoipa::openapi::{
    Content, OpenApi, RefOr, Required, Response,
    path::{Operation, Parameter, ParameterIn},
};

use super::{
    super::document::{SERVICE, USER_TOKEN, scopes_of},
    prose, sample,
    shape::{Row, Sample, kind, rows},
};

/// An operation, with where it is.
struct Entry<'a> {
    method: &'static str,
    path: &'a str,
    operation: &'a Operation,
}

impl Entry<'_> {
    fn id(&self) -> &str {
        self.operation.operation_id.as_deref().unwrap_or_default()
    }

    fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        let all = self.operation.parameters.iter().flatten();
        all.filter_map(|each| if let RefOr::T(each) = each { Some(each) } else { None })
    }

    /// The body that it takes, and what kind of body that is.
    fn body(&self) -> Option<(&str, &Content)> {
        let RefOr::T(body) = self.operation.request_body.as_ref()? else { return None };
        body.content.iter().find_map(|(kind, content)| Some((kind.as_str(), written(content)?)))
    }

    /// The answers that it has to itself: refusals are shared.
    fn answers(&self) -> impl Iterator<Item = (&str, &Response)> {
        let all = self.operation.responses.responses.iter();
        all.filter_map(|(status, answer)| Some((status.as_str(), written(answer)?)))
    }

    fn refusals(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.operation.responses.responses.iter();
        all.filter_map(|(status, answer)| match answer {
            RefOr::Ref(reference) => Some((status.as_str(), reference.ref_location.rsplit('/').next()?)),
            RefOr::T(_) => None,
        })
    }
}

/// What is written here and not elsewhere.
const fn written<T>(part: &RefOr<T>) -> Option<&T> {
    match part {
        RefOr::T(part) => Some(part),
        RefOr::Ref(_) => None,
    }
}

/// The tags, each with its operations.
fn groups(document: &OpenApi) -> Vec<(&str, &str, Vec<Entry<'_>>)> {
    let tags = document.tags.iter().flatten();
    tags.map(|tag| {
        let about = tag.description.as_deref().unwrap_or_default();
        (tag.name.as_str(), about, entries(document, &tag.name))
    })
    .collect()
}

fn entries<'a>(document: &'a OpenApi, tag: &str) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    for (path, item) in &document.paths.paths {
        let methods =
            [("GET", &item.get), ("POST", &item.post), ("PUT", &item.put), ("DELETE", &item.delete)];
        for (method, operation) in methods {
            let tagged = |operation: &&Operation| operation.tags.iter().flatten().any(|each| each == tag);
            if let Some(operation) = operation.as_ref().filter(tagged) {
                entries.push(Entry { method, path, operation });
            }
        }
    }
    entries
}

/// The links to the operations.
pub(super) fn contents(document: &OpenApi) -> Markup {
    html! {
        @for (tag, _, entries) in groups(document) {
            p { (tag) }
            ul {
                @for entry in entries {
                    li { a href={ "#" (entry.id()) } { (entry.operation.summary.as_deref().unwrap_or(entry.id())) } }
                }
            }
        }
    }
}

/// The operations. What the document says is in English, whatever the page's language.
pub(super) fn chapters(texts: Texts, document: &OpenApi, url: &str) -> Markup {
    html! {
        @for (tag, about, entries) in groups(document) {
            section lang="en-GB" {
                h2 { (tag) }
                p { (prose(about)) }
                @for entry in entries { (chapter(texts, document, url, &entry)) }
            }
        }
    }
}

fn chapter(texts: Texts, document: &OpenApi, url: &str, entry: &Entry<'_>) -> Markup {
    let about = entry.operation.summary.iter().chain(&entry.operation.description);
    html! {
        article {
            h3 id=(entry.id()) {
                span.method data-method=(entry.method) { (entry.method) }
                " "
                code { @for part in entry.path.split_inclusive('/') { (part) wbr; } }
            }
            @for text in about { p { (prose(text)) } }
            (credential(texts, entry))
            (parameters(texts, document, entry))
            @if let Some((kind, content)) = entry.body() { (body(texts, document, kind, content)) }
            h4 { (texts.reference_request()) }
            (sample(texts.reference_request(), &curl(document, url, entry)))
            (answers(texts, document, entry))
        }
    }
}

fn credential(texts: Texts, entry: &Entry<'_>) -> Markup {
    let scopes = scopes_of(entry.operation, USER_TOKEN);
    let text = match &scopes {
        Some(scopes) if scopes.is_empty() => texts.reference_needs_token().to_owned(),
        Some(scopes) => texts.reference_needs_scope(&scopes.join(" ")),
        None if scopes_of(entry.operation, SERVICE).is_some() => texts.reference_needs_service().to_owned(),
        None => texts.reference_needs_nothing().to_owned(),
    };
    html! { p.needs { (prose(&text)) } }
}

fn parameters(texts: Texts, document: &OpenApi, entry: &Entry<'_>) -> Markup {
    let rows: Vec<Row> = entry
        .parameters()
        .map(|each| Row {
            name: each.name.clone(),
            kind: each.schema.as_ref().map(|schema| kind(document, schema)).unwrap_or_default(),
            required: each.required == Required::True,
            about: each.description.clone().unwrap_or_default(),
        })
        .collect();
    html! {
        @if !rows.is_empty() {
            h4 { (texts.reference_parameters()) }
            (table(texts, &rows))
        }
    }
}

fn body(texts: Texts, document: &OpenApi, kind: &str, content: &Content) -> Markup {
    html! {
        h4 { (texts.reference_body()) " " code { (kind) } }
        @if let Some(schema) = &content.schema { (table(texts, &rows(document, schema))) }
    }
}

fn table(texts: Texts, rows: &[Row]) -> Markup {
    html! {
        table.fields {
            thead {
                tr {
                    th scope="col" { (texts.reference_name()) }
                    th scope="col" { (texts.reference_type()) }
                    th scope="col" { (texts.reference_meaning()) }
                }
            }
            tbody {
                @for row in rows {
                    tr {
                        th scope="row" { code { (row.name) } }
                        td { code { (row.kind) } @if !row.required { " " small { (texts.reference_optional()) } } }
                        td { (prose(&row.about)) }
                    }
                }
            }
        }
    }
}

fn answers(texts: Texts, document: &OpenApi, entry: &Entry<'_>) -> Markup {
    html! {
        @for (status, answer) in entry.answers() {
            h4 { (texts.reference_answer()) " " code { (status) } }
            p { (prose(&answer.description)) }
            @if let Some(schema) = answer.content.values().find_map(|content| written(content)?.schema.as_ref()) {
                (sample(texts.reference_answer(), &Sample::of(document, schema).pretty()))
                details {
                    summary { (texts.reference_fields()) }
                    (table(texts, &rows(document, schema)))
                }
            }
            (headers(texts, document, answer))
        }
        h4 { (texts.reference_refusals()) }
        dl {
            @for (status, name) in entry.refusals() {
                dt { a href="#errors" { (status) } }
                dd { (prose(refusal(document, name))) }
            }
        }
    }
}

fn headers(texts: Texts, document: &OpenApi, answer: &Response) -> Markup {
    html! {
        @if !answer.headers.is_empty() {
            h4 { (texts.reference_headers()) }
            dl {
                @for (name, header) in &answer.headers {
                    dt { code { (name) } }
                    dd {
                        @match header {
                            RefOr::T(header) => (prose(header.description.as_deref().unwrap_or_default())),
                            RefOr::Ref(_) => (prose(shared_header(document, name))),
                        }
                    }
                }
            }
        }
    }
}

fn shared_header<'a>(document: &'a OpenApi, name: &str) -> &'a str {
    let header = document.components.as_ref().and_then(|components| components.headers.get(name));
    header.and_then(written).and_then(|header| header.description.as_deref()).unwrap_or_default()
}

fn refusal<'a>(document: &'a OpenApi, name: &str) -> &'a str {
    let response = document.components.as_ref().and_then(|components| components.responses.get(name));
    response.and_then(written).map(|response| response.description.as_str()).unwrap_or_default()
}

/// The request for a shell.
fn curl(document: &OpenApi, url: &str, entry: &Entry<'_>) -> String {
    let mut path = entry.path.to_owned();
    for parameter in entry.parameters().filter(|each| each.parameter_in == ParameterIn::Path) {
        let value = parameter.schema.as_ref().map(|schema| Sample::of(document, schema).bare());
        path = path.replace(&format!("{{{}}}", parameter.name), &value.unwrap_or_default());
    }
    let method = if entry.method == "GET" { String::new() } else { format!("-X {} ", entry.method) };
    let mut command = format!("curl {method}'{url}{path}'");
    let mut add = |option: &str| _ = write!(command, " \\\n  {option}");
    if scopes_of(entry.operation, USER_TOKEN).is_some() {
        add("-H 'Authorization: u-your-token'");
    } else if scopes_of(entry.operation, SERVICE).is_some() {
        add("-H 'Authorization: Bearer s-your-credential'");
    }
    let headers = entry.parameters().filter(|each| each.parameter_in == ParameterIn::Header);
    for header in headers.filter(|each| each.required == Required::True) {
        add(&format!("-H '{}: {}'", header.name, example(header)));
    }
    if let Some((kind, Content { schema: Some(schema), .. })) = entry.body() {
        let body = Sample::of(document, schema);
        let is_json = kind == "application/json";
        add(&format!("-H 'Content-Type: {kind}'"));
        add(&format!("-d '{}'", if is_json { body.compact() } else { body.form() }));
    }
    command
}

/// A parameter's example, which the library shows to nobody but readers of the document.
fn example(parameter: &Parameter) -> String {
    let parameter = serde_json::to_value(parameter).unwrap_or_default();
    parameter["example"].as_str().unwrap_or_default().to_owned()
}
