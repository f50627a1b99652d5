//! Writing HTML: every text is escaped on its way in.

use std::fmt::Display;

/// An HTML text being written.
#[derive(Debug, Default)]
pub(crate) struct Markup(String);

impl Markup {
    /// Appends markup of our own, unescaped: literals only.
    pub fn raw(&mut self, literal: &'static str) -> &mut Self {
        self.0.push_str(literal);
        self
    }

    /// Appends text from a model, escaped for element content and quoted attributes alike.
    pub fn text(&mut self, text: impl Display) -> &mut Self {
        for c in text.to_string().chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                // Controls have no meaning in a document and are not allowed in HTML.
                c if c.is_control() => self.0.push(' '),
                c => self.0.push(c),
            }
        }
        self
    }

    /// `<tag>text</tag>` for a tag of our own.
    pub fn element(&mut self, tag: &'static str, text: impl Display) -> &mut Self {
        let name = tag.split(' ').next().unwrap_or(tag);
        self.raw("<")
            .raw(tag)
            .raw(">")
            .text(text)
            .raw("</")
            .raw(name)
            .raw(">")
    }

    /// The class attribute, if there is a class.
    fn class(&mut self, class: &'static str) -> &mut Self {
        if class.is_empty() {
            self
        } else {
            self.raw(" class=\"").raw(class).raw("\"")
        }
    }

    /// A table: caption, heads (text and class of the column), rows. The first `row_heads` cells of a row name the row.
    pub fn table(
        &mut self,
        caption: &str,
        heads: &[(&str, &'static str)],
        row_heads: usize,
        rows: &[Vec<String>],
    ) {
        self.raw("<table>")
            .element("caption", caption)
            .raw("<thead><tr>");
        for (head, class) in heads {
            self.raw("<th scope=\"col\"")
                .class(class)
                .raw(">")
                .text(head)
                .raw("</th>");
        }
        self.raw("</tr></thead><tbody>");
        for row in rows {
            self.raw("<tr>");
            for (at, (cell, (_, class))) in row.iter().zip(heads).enumerate() {
                let (open, close) = if at < row_heads {
                    ("<th scope=\"row\"", "</th>")
                } else {
                    ("<td", "</td>")
                };
                self.raw(open).class(class).raw(">").text(cell).raw(close);
            }
            self.raw("</tr>\n");
        }
        self.raw("</tbody></table>\n");
    }

    /// The finished text.
    pub fn finish(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_never_becomes_markup() {
        let mut markup = Markup::default();
        markup.element("td class=\"x\"", "<script>alert('1')</script> & \"q\"\u{0}");
        assert_eq!(
            markup.finish(),
            "<td class=\"x\">&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;q&quot; </td>"
        );
    }
}
