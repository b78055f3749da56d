#include "core/lossless/formats.h"

#include <algorithm>

namespace gw::lossless {

namespace {

constexpr std::string_view kBlanks = " \t";

// How a file is written, by its first values.
struct Manner
{
    std::string_view lineEnd = "\n";
    std::string unit = "  ";
    bool lines = true;   // Members stand on lines of their own.
    std::string_view colon = ": ";
    std::string_view comma = ", ";
};

std::string indentOf(std::string_view text, std::size_t offset)
{
    const std::size_t begin = lineBegin(text, offset);
    const std::size_t end = std::min(text.find_first_not_of(kBlanks, begin), text.size());
    return std::string(text.substr(begin, end - begin));
}

Manner mannerOf(std::string_view text, const Node &root)
{
    Manner manner;
    manner.lineEnd = lineEndOf(text);
    if (root.items.empty())
        return manner;
    manner.lines = text.substr(root.begin, root.end - root.begin).find('\n') != std::string_view::npos;
    if (beginsLine(text, root.places.front().begin))
        manner.unit = indentOf(text, root.places.front().begin);
    if (manner.unit.empty())
        manner.unit = "  ";
    const char first = text[root.items.front().begin - 1];
    if (root.isMap() && first == ':')
        manner.colon = ":";
    if (!manner.lines && root.places.front().comma != kNowhere &&
        root.places.front().comma + 1 < text.size() && text[root.places.front().comma + 1] != ' ')
        manner.comma = ",";
    return manner;
}

class Writer
{
public:
    Writer(std::string_view text, const Node &root)
        : m_text(text)
        , m_root(root)
        , m_manner(mannerOf(text, root))
    {}

    std::string value(const json::Value &value, const std::string &indent) const
    {
        const json::Object *map = value.if_object();
        const json::Array *list = value.if_array();
        if ((!map || map->empty()) && (!list || list->empty()))
            return json::serialize(value);
        std::string out(map ? "{" : "[");
        const std::string inner =
            m_manner.lines ? std::string(m_manner.lineEnd) + indent + m_manner.unit : "";
        bool first = true;
        const auto begin = [&] {
            out += first ? "" : m_manner.lines ? "," : std::string(m_manner.comma);
            out += inner;
            first = false;
        };
        if (map) {
            for (const auto &[key, item] : *map) {
                begin();
                json::appendString(out, key);
                out += m_manner.colon;
                out += this->value(item, indent + m_manner.unit);
            }
        } else {
            for (const json::Value &item : *list) {
                begin();
                out += this->value(item, indent + m_manner.unit);
            }
        }
        if (m_manner.lines)
            out += std::string(m_manner.lineEnd) + indent;
        out += map ? '}' : ']';
        return out;
    }

    std::string whole(const json::Value &value) const
    {
        std::string out(m_text);
        if (!out.empty() && !out.ends_with('\n'))
            out += m_manner.lineEnd;
        return out + this->value(value, {}) + std::string(m_manner.lineEnd);
    }

    std::vector<Change> replace(const Node &old, const Edit &edit, const json::Value &value) const
    {
        return {{old.begin, old.end - old.begin,
                 edit.raw.empty() ? this->value(value, indentOf(m_text, old.begin)) : edit.raw}};
    }

    // key is empty in lists.
    std::vector<Change> insert(const Node &parent, const std::string *key, const json::Value &value,
                               const std::string &raw) const
    {
        if (parent.items.empty())
            return insertFirst(parent, key, value, raw);
        const Node::Place &last = parent.places.back();
        const bool trailing = last.comma != kNowhere;
        const std::size_t behind = trailing ? last.comma + 1 : parent.items.back().end;
        if (!beginsLine(m_text, last.begin)) {
            const std::string gap(m_manner.comma.substr(1));
            return {{behind, 0,
                     (trailing ? "" : ",") + gap + entry(key, value, raw, indentOf(m_text, parent.begin)) +
                         (trailing ? "," : "")}};
        }
        const std::string indent = indentOf(m_text, last.begin);
        const std::string line =
            std::string(m_manner.lineEnd) + indent + entry(key, value, raw, indent) + (trailing ? "," : "");
        const std::size_t at = restOfLine(behind);
        if (trailing)
            return {{at, 0, line}};
        if (at == behind)
            return {{at, 0, "," + line}};
        return {{behind, 0, ","}, {at, 0, line}};
    }

    std::vector<Change> remove(const Node &parent, std::size_t index) const
    {
        const Node::Place &place = parent.places[index];
        const bool trailing = place.comma != kNowhere;
        const std::size_t behind = trailing ? place.comma + 1 : parent.items[index].end;
        const bool takesComma = index > 0 && !trailing;
        const std::size_t rest = restOfLine(behind);
        const bool ownLine = beginsLine(m_text, place.begin) && lineBegin(m_text, place.begin) > 0 &&
                             rest == lineEnd(m_text, rest);
        if (ownLine) {
            std::size_t from = lineBegin(m_text, place.begin) - 1;
            if (from > 0 && m_text[from - 1] == '\r')
                --from;
            std::vector<Change> out{{from, rest - from, {}}};
            if (takesComma && parent.places[index - 1].comma < from)
                out.push_back({parent.places[index - 1].comma, 1, {}});
            return out;
        }
        if (takesComma) {
            const std::size_t from = parent.places[index - 1].comma;
            return {{from, behind - from, {}}};
        }
        if (trailing && index + 1 < parent.items.size())
            return {{place.begin, parent.places[index + 1].begin - place.begin, {}}};
        return {{place.begin, behind - place.begin, {}}};
    }

private:
    std::string entry(const std::string *key, const json::Value &value, const std::string &raw,
                      const std::string &indent) const
    {
        std::string out;
        if (key) {
            json::appendString(out, *key);
            out += m_manner.colon;
        }
        return out + (raw.empty() ? this->value(value, indent) : raw);
    }

    std::vector<Change> insertFirst(const Node &parent, const std::string *key, const json::Value &value,
                                    const std::string &raw) const
    {
        const std::size_t from = parent.begin + 1;
        const std::string_view inner = m_text.substr(from, parent.end - 1 - from);
        const std::string base = indentOf(m_text, parent.begin);
        const std::string indent = base + m_manner.unit;
        const std::string line = std::string(m_manner.lineEnd) + indent + entry(key, value, raw, indent);
        if (inner.find('\n') != std::string_view::npos)
            return {{restOfLine(from), 0, line}};
        if (m_manner.lines && inner.find_first_not_of(kBlanks) == std::string_view::npos)
            return {{from, inner.size(), line + std::string(m_manner.lineEnd) + base}};
        return {{from, 0, entry(key, value, raw, base)}};
    }

    // Behind the comments that end the line of offset; offset, when something else does.
    std::size_t restOfLine(std::size_t offset) const
    {
        std::size_t at = offset;
        for (;;) {
            at = std::min(m_text.find_first_not_of(kBlanks, at), m_text.size());
            if (m_text.substr(at).starts_with("/*")) {
                const std::size_t end = m_text.find("*/", at + 2);
                if (end == std::string_view::npos)
                    return offset;
                at = end + 2;
                continue;
            }
            if (m_text.substr(at).starts_with("//"))
                at = lineEnd(m_text, at);
            if (at == m_text.size() || m_text[at] == '\n' || m_text[at] == '\r')
                return at;
            return offset;
        }
    }

    std::string_view m_text;
    const Node &m_root;
    Manner m_manner;
};

}   // namespace

Written changeJson(std::string_view text, const Node &root, const Edit &edit)
{
    const Writer writer(text, root);
    const Reached reached = reach(root, edit.path);
    const bool there = reached.depth == edit.path.size();
    if (!edit.value) {
        if (there)
            return {changed(text, writer.remove(*reached.parent, reached.index)), {}};
        return {std::string(text), {}};
    }
    const std::span<const Step> missing = std::span(edit.path).subspan(reached.depth);
    if (root.begin == kNowhere)
        return {writer.whole(wrapped(missing, *edit.value)), {}};
    if (there) {
        const json::Value value =
            edit.path.empty() ? *edit.value : memberValue(edit.path.back(), *edit.value);
        return {changed(text, writer.replace(*reached.node, edit, value)), {}};
    }
    const Step &step = missing.front();
    const json::Value value = memberValue(step, wrapped(missing.subspan(1), *edit.value));
    // A value with its own text goes in as that where nothing has to be made around it.
    return {changed(text, writer.insert(*reached.node, step.ofList() ? nullptr : &step.key, value,
                                        missing.size() == 1 ? edit.raw : std::string())),
            {}};
}

}   // namespace gw::lossless
