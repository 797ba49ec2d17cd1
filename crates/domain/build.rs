//! Turns `assets/locales/*.ftl` into typed functions, so that a missing text does not compile
//! and a page pays for nothing at run time (why not Fluent's runtime: docs/adr/0002-texts.md).
//!
//! The subset understood is what the project's texts use: plain text, `{ $name }`, and a plural
//! choice `{ $n -> [one] … *[other] … }`. Anything else stops the build and says where.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey},
    parser,
};

/// A language that nobody speaks: the reference's texts in brackets. Only with the feature `pseudo-language`, which
/// the tests have, so that they see what is chosen by language before a second one is there.
const PSEUDO: &str = "en-XA";

/// The language whose file names the keys; every other file must have exactly the same.
const REFERENCE: &str = "en-GB";

type Messages = BTreeMap<String, Pattern<String>>;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new("../../assets/locales");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut locales = read_locales(folder)?;
    if env::var_os("CARGO_FEATURE_PSEUDO_LANGUAGE").is_some() {
        let messages = locales[REFERENCE].iter().map(|(key, text)| (key.clone(), bracketed(text)));
        locales.insert(PSEUDO.to_owned(), messages.collect());
    }
    let out = PathBuf::from(env::var("OUT_DIR")?).join("texts.rs");
    fs::write(out, generate(&locales)?)?;
    Ok(())
}

fn read_locales(folder: &Path) -> Result<BTreeMap<String, Messages>, Box<dyn Error>> {
    let mut locales = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "ftl") {
            let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            locales.insert(tag, read_messages(&path)?);
        }
    }
    let reference = locales.get(REFERENCE).ok_or("en-GB.ftl is missing")?.clone();
    for (tag, messages) in &locales {
        if let Some(key) = reference.keys().find(|key| !messages.contains_key(*key)) {
            return Err(format!("{tag}.ftl lacks {key}").into());
        }
        if let Some(key) = messages.keys().find(|key| !reference.contains_key(*key)) {
            return Err(format!("{tag}.ftl has {key}, which {REFERENCE}.ftl lacks").into());
        }
    }
    Ok(locales)
}

fn read_messages(path: &Path) -> Result<Messages, Box<dyn Error>> {
    let resource = parser::parse(fs::read_to_string(path)?)
        .map_err(|(_, errors)| format!("{}: {errors:?}", path.display()))?;
    let mut messages = Messages::new();
    for entry in resource.body {
        if let Entry::Message(message) = entry {
            let key = message.id.name;
            let value = message.value.ok_or_else(|| format!("{key} has no text"))?;
            if messages.insert(key.clone(), value).is_some() {
                return Err(format!("{}: {key} stands twice", path.display()).into());
            }
        }
    }
    Ok(messages)
}

fn bracketed(text: &Pattern<String>) -> Pattern<String> {
    let piece = |value: &str| PatternElement::TextElement { value: value.to_owned() };
    let mut elements = vec![piece("[")];
    elements.extend(text.elements.iter().cloned());
    elements.push(piece("]"));
    Pattern { elements }
}

fn generate(locales: &BTreeMap<String, Messages>) -> Result<String, Box<dyn Error>> {
    let mut code = String::from(
        "/// A language that the texts exist in: one file in `assets/locales` each.\n#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]\n#[serde(from = \"String\", into = \"String\")]\npub enum Locale {\n",
    );
    for tag in locales.keys() {
        let default = if tag == REFERENCE { "    #[default]\n" } else { "" };
        writeln!(code, "    /// `{tag}`\n{default}    {},", variant(tag))?;
    }
    code.push_str("}\n\nimpl Locale {\n    /// Every language there is.\n    pub const ALL: &[Self] = &[");
    for tag in locales.keys() {
        write!(code, "Self::{}, ", variant(tag))?;
    }
    code.push_str("];\n\n    /// The language's BCP 47 tag, as in `<html lang>`.\n    #[must_use]\n    pub const fn tag(self) -> &'static str {\n        match self {\n");
    for tag in locales.keys() {
        writeln!(code, "            Self::{} => {tag:?},", variant(tag))?;
    }
    code.push_str("        }\n    }\n}\n\nimpl Texts {\n");
    for key in locales[REFERENCE].keys() {
        function(&mut code, key, locales)?;
    }
    code.push_str("}\n");
    Ok(code)
}

fn function(
    code: &mut String,
    key: &str,
    locales: &BTreeMap<String, Messages>,
) -> Result<(), Box<dyn Error>> {
    let name = key.replace('-', "_");
    let parameters = parameters(&locales[REFERENCE][key])?;
    let plain = parameters.is_empty();
    let shown = plain_text(&locales[REFERENCE][key]);
    writeln!(code, "    /// `` {shown} ``\n    #[must_use]")?;
    write!(code, "    pub fn {name}(self")?;
    for (parameter, number) in &parameters {
        let kind = if *number { "u64" } else { "&str" };
        write!(code, ", {}: {kind}", parameter.replace('-', "_"))?;
    }
    let result = if plain { "&'static str" } else { "String" };
    writeln!(code, ") -> {result} {{\n        match self.locale {{")?;
    for (tag, messages) in locales {
        let value =
            if plain { format!("{:?}", plain_text(&messages[key])) } else { format_call(&messages[key])? };
        writeln!(code, "            Locale::{} => {value},", variant(tag))?;
    }
    writeln!(code, "        }}\n    }}")?;
    Ok(())
}

/// Each variable of a pattern, and whether it is a number (because a plural depends on it).
fn parameters(pattern: &Pattern<String>) -> Result<BTreeMap<String, bool>, Box<dyn Error>> {
    let mut found = BTreeMap::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { .. } => {}
            PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                found.entry(variable(inline)?).or_insert(false);
            }
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                found.insert(variable(selector)?, true);
                for variant in variants {
                    for (name, number) in parameters(&variant.value)? {
                        *found.entry(name).or_insert(number) |= number;
                    }
                }
            }
        }
    }
    Ok(found)
}

fn variable(inline: &InlineExpression<String>) -> Result<String, Box<dyn Error>> {
    match inline {
        InlineExpression::VariableReference { id } => Ok(id.name.clone()),
        other => Err(format!("only {{ $name }} is understood, not {other:?}").into()),
    }
}

/// An expression of type `String` that writes the pattern.
fn format_call(pattern: &Pattern<String>) -> Result<String, Box<dyn Error>> {
    let mut template = String::new();
    let mut arguments = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                template.push_str(&value.replace('{', "{{").replace('}', "}}"));
            }
            PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                write!(template, "{{{}}}", variable(inline)?.replace('-', "_"))?;
            }
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                template.push_str("{}");
                write!(arguments, ", {}", plural(&variable(selector)?, variants)?)?;
            }
        }
    }
    let is_plain = pattern.elements.iter().all(|each| matches!(each, PatternElement::TextElement { .. }));
    if is_plain {
        return Ok(format!("{:?}.to_owned()", plain_text(pattern)));
    }
    if let ("{}", Some(plural)) = (template.as_str(), arguments.strip_prefix(", ")) {
        return Ok(plural.to_owned());
    }
    Ok(format!("format!({template:?}{arguments})"))
}

fn plural(selector: &str, variants: &[Variant<String>]) -> Result<String, Box<dyn Error>> {
    let mut keys = BTreeSet::new();
    let mut code = format!("match plural(self.locale, {}) {{ ", selector.replace('-', "_"));
    for variant in variants {
        let VariantKey::Identifier { name } = &variant.key else {
            return Err("a plural's keys are its categories".into());
        };
        keys.insert(name.as_str());
        let pattern = match name.as_str() {
            "one" => "Plural::One",
            "other" => "Plural::Other",
            unknown => return Err(format!("plural category {unknown} is not understood").into()),
        };
        write!(code, "{pattern} => {}, ", format_call(&variant.value)?)?;
    }
    if keys.len() != 2 {
        return Err(format!("the plural of {selector} needs [one] and *[other]").into());
    }
    code.push('}');
    Ok(code)
}

fn plain_text(pattern: &Pattern<String>) -> String {
    pattern
        .elements
        .iter()
        .map(|element| match element {
            PatternElement::TextElement { value } => value.as_str(),
            PatternElement::Placeable { .. } => "…",
        })
        .collect::<String>()
        .replace('\n', " ")
}

/// The enum variant of a language: `EnGb` for `en-GB`.
fn variant(tag: &str) -> String {
    let mut name = String::new();
    for part in tag.split('-') {
        let (first, rest) = part.split_at(1);
        name.push_str(&first.to_uppercase());
        name.push_str(&rest.to_lowercase());
    }
    name
}
