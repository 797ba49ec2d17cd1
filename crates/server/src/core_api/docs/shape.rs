//! Schemas for people: the fields of a body, one a row, and a body as an example.

use serde_json::Value;
use utoipa::openapi::{
    Object, OpenApi, RefOr, Schema, SchemaFormat,
    schema::{ArrayItems, SchemaType, Type},
};

/// An id in examples.
const ID: &str = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

/// A field of a body, with those that it lies in: `client.clientMembers[].userId`.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) required: bool,
    pub(super) about: String,
}

/// The fields of a body, each after the one that it lies in.
pub(super) fn rows(document: &OpenApi, body: &RefOr<Schema>) -> Vec<Row> {
    let mut rows = Vec::new();
    gather(document, body, "", &mut rows);
    rows
}

fn gather(document: &OpenApi, schema: &RefOr<Schema>, within: &str, rows: &mut Vec<Row>) {
    let (inner, suffix) = innermost(document, schema);
    let Some(Schema::Object(object)) = inner else { return };
    let within = if within.is_empty() { String::new() } else { format!("{within}{suffix}.") };
    for (field, schema) in &object.properties {
        let name = format!("{within}{field}");
        let required = object.required.contains(field);
        rows.push(Row {
            name: name.clone(),
            kind: kind(document, schema),
            required,
            about: about(document, schema),
        });
        gather(document, schema, &name, rows);
    }
}

/// What a list is a list of, and what its name gets for it.
fn innermost<'a>(document: &'a OpenApi, schema: &'a RefOr<Schema>) -> (Option<&'a Schema>, &'static str) {
    match resolve(document, schema) {
        Some(Schema::Array(array)) => match &array.items {
            ArrayItems::RefOrSchema(item) => (resolve(document, item), "[]"),
            ArrayItems::False => (None, "[]"),
        },
        other => (other, ""),
    }
}

fn resolve<'a>(document: &'a OpenApi, schema: &'a RefOr<Schema>) -> Option<&'a Schema> {
    match schema {
        RefOr::T(schema) => Some(schema),
        RefOr::Ref(reference) => {
            let name = reference.ref_location.rsplit('/').next()?;
            resolve(document, document.components.as_ref()?.schemas.get(name)?)
        }
    }
}

/// What is said of a field, at the field itself or else at its type.
fn about(document: &OpenApi, schema: &RefOr<Schema>) -> String {
    if let RefOr::Ref(reference) = schema
        && !reference.description.is_empty()
    {
        return reference.description.clone();
    }
    let about = match resolve(document, schema) {
        Some(Schema::Object(object)) => object.description.as_ref(),
        Some(Schema::Array(array)) => array.description.as_ref(),
        Some(Schema::OneOf(choice)) => {
            return choice.items.first().map_or_else(String::new, |first| self::about(document, first));
        }
        _ => None,
    };
    about.cloned().unwrap_or_default()
}

/// The type as developers write it: `string`, `uuid | null`, `string[]`.
pub(super) fn kind(document: &OpenApi, schema: &RefOr<Schema>) -> String {
    match resolve(document, schema) {
        Some(Schema::Object(object)) => kind_of_object(object),
        Some(Schema::Array(array)) => match &array.items {
            ArrayItems::RefOrSchema(item) => format!("{}[]", kind(document, item)),
            ArrayItems::False => "[]".into(),
        },
        Some(Schema::OneOf(choice)) => {
            choice.items.iter().map(|each| kind(document, each)).collect::<Vec<_>>().join(" | ")
        }
        _ => String::new(),
    }
}

fn kind_of_object(object: &Object) -> String {
    if let Some(values) = &object.enum_values {
        return values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ");
    }
    let names: Vec<String> = types(&object.schema_type).iter().map(name).collect();
    match (&object.format, names.as_slice()) {
        (Some(format), [first, rest @ ..]) if first == "string" => {
            std::iter::once(&name(format)).chain(rest).cloned().collect::<Vec<_>>().join(" | ")
        }
        _ => names.join(" | ") + &length(object),
    }
}

/// How many characters a text may have.
fn length(object: &Object) -> String {
    match (object.min_length, object.max_length) {
        (least, Some(most)) => format!(" ({}–{most})", least.unwrap_or(0)),
        _ => String::new(),
    }
}

fn types(schema_type: &SchemaType) -> &[Type] {
    match schema_type {
        SchemaType::Type(one) => std::slice::from_ref(one),
        SchemaType::Array(several) => several,
        SchemaType::AnyValue => &[],
    }
}

/// The name that something has in the document.
fn name(part: &impl serde::Serialize) -> String {
    let name = serde_json::to_value(part).ok();
    name.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A value as an example, its fields in the order of the document.
pub(super) enum Sample {
    Leaf(Value),
    List(Vec<Sample>),
    Fields(Vec<(String, Sample)>),
}

impl Sample {
    /// An example of what has this schema.
    pub(super) fn of(document: &OpenApi, schema: &RefOr<Schema>) -> Self {
        match resolve(document, schema) {
            Some(Schema::Object(object)) => Self::of_object(document, object),
            Some(Schema::Array(array)) => {
                match (array.examples.first().or(array.example.as_ref()), &array.items) {
                    (Some(example), _) => Self::Leaf(example.clone()),
                    (None, ArrayItems::RefOrSchema(item)) => Self::List(vec![Self::of(document, item)]),
                    (None, ArrayItems::False) => Self::List(Vec::new()),
                }
            }
            Some(Schema::OneOf(choice)) => {
                choice.items.first().map_or(Self::Leaf(Value::Null), |first| Self::of(document, first))
            }
            _ => Self::Leaf(Value::Null),
        }
    }

    fn of_object(document: &OpenApi, object: &Object) -> Self {
        if let Some(example) = &object.example {
            return Self::Leaf(example.clone());
        }
        if let Some(first) = object.enum_values.as_ref().and_then(|values| values.first()) {
            return Self::Leaf(first.clone());
        }
        match types(&object.schema_type).first() {
            Some(Type::Object) => {
                let fields = object.properties.iter();
                Self::Fields(fields.map(|(name, field)| (name.clone(), Self::of(document, field))).collect())
            }
            Some(Type::Boolean) => Self::Leaf(true.into()),
            Some(Type::Integer | Type::Number) => Self::Leaf(1.into()),
            _ => Self::Leaf(of_text(object.format.as_ref()).into()),
        }
    }

    /// On several lines, for reading.
    pub(super) fn pretty(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, Some(0));
        text
    }

    /// On one line, for a command.
    pub(super) fn compact(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, None);
        text
    }

    /// The fields as a form sends them.
    pub(super) fn form(&self) -> String {
        let Self::Fields(fields) = self else { return String::new() };
        let pairs = fields.iter().filter_map(|(name, value)| match value {
            Self::Leaf(Value::String(text)) => Some(format!("{name}={text}")),
            _ => None,
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    /// The value alone, for a place in a path.
    pub(super) fn bare(&self) -> String {
        match self {
            Self::Leaf(Value::String(text)) => text.clone(),
            other => other.compact(),
        }
    }

    /// `depth`: how far lines are indented, if there are lines at all.
    fn write(&self, text: &mut String, depth: Option<usize>) {
        match self {
            Self::Leaf(value) => text.push_str(&value.to_string()),
            Self::List(items) => {
                let parts = items.iter().map(|item| (String::new(), item));
                write_parts(text, depth, ('[', ']'), parts);
            }
            Self::Fields(fields) => {
                let colon = if depth.is_some() { ": " } else { ":" };
                let parts = fields.iter().map(|(name, value)| (format!("\"{name}\"{colon}"), value));
                write_parts(text, depth, ('{', '}'), parts);
            }
        }
    }
}

fn write_parts<'a>(
    text: &mut String,
    depth: Option<usize>,
    (open, close): (char, char),
    parts: impl Iterator<Item = (String, &'a Sample)>,
) {
    let new_line = |text: &mut String, depth: Option<usize>| {
        if let Some(depth) = depth {
            text.push('\n');
            text.push_str(&"  ".repeat(depth));
        }
    };
    let deeper = depth.map(|depth| depth + 1);
    text.push(open);
    for (place, (label, value)) in parts.enumerate() {
        if place > 0 {
            text.push(',');
        }
        new_line(text, deeper);
        text.push_str(&label);
        value.write(text, deeper);
    }
    new_line(text, depth);
    text.push(close);
}

fn of_text(format: Option<&SchemaFormat>) -> &'static str {
    match format.map(name).as_deref() {
        Some("uuid") => ID,
        Some("email") => "ada@example.com",
        _ => "text",
    }
}
