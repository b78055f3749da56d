#include "core/lossless/lossless.h"

#include "core/config/yamledit.h"
#include "core/config/yamlspans.h"
#include "core/config/yamltree.h"
#include "core/lossless/formats.h"
#include "core/lossless/linediff.h"

#include <algorithm>

namespace gw::lossless {

namespace {

Problem fromConfig(const config::Diagnostic &diagnostic)
{
    return {diagnostic.where.line, diagnostic.where.column, diagnostic.message};
}

ReadText readYaml(std::string_view text)
{
    const config::ParsedText parsed = config::parseYaml(text, "file");
    if (parsed.failed)
        return {{}, fromConfig(parsed.diagnostics.back())};
    ReadText out{lossless::fromJson(config::toJson(parsed.root, config::Expose::All)), {}};
    if (parsed.root.isNull()) {
        out.root.kind = Node::Kind::Map;
        out.root.text.clear();
        out.root.begin = out.root.end = kNowhere;
    }
    return out;
}

ReadText read(Format format, std::string_view text)
{
    switch (format) {
    case Format::Json:
        return readJson(text);
    case Format::Toml:
        return readToml(text);
    case Format::Yaml:
        return readYaml(text);
    case Format::DotEnv:
        return readDotEnv(text);
    case Format::Shell:
        return readShell(text);
    }
    return {};
}

// The members of a list that is the whole file.
std::string firstYamlMember(std::string_view text, const json::Object &member)
{
    const std::string end(lineEndOf(text));
    std::string out(text);
    if (!out.empty() && !out.ends_with('\n'))
        out += end;
    bool first = true;
    for (const auto &[key, value] : member) {
        out += first ? "- " : "  ";
        out += std::string(key) + ": " + json::serialize(value) + end;
        first = false;
    }
    return out;
}

// The text without the only member of a list that is the whole file.
std::optional<std::string> withoutOnlyYamlMember(std::string_view text)
{
    const config::SpanText spans = config::readSpans(text, "file");
    if (spans.problem || !spans.root.isSequence() || spans.root.isFlow() || spans.root.items.size() != 1)
        return std::nullopt;
    const config::Span &member = spans.root.items.front();
    const std::size_t begin = lineBegin(text, std::min(member.dash, member.begin));
    const std::size_t next = text.find('\n', member.end);
    const std::size_t end = next == std::string_view::npos ? text.size() : next + 1;
    return changed(text, {{begin, end - begin, {}}});
}

Written changeYaml(std::string_view text, const Node &root, const Edit &edit)
{
    const Reached reached = reach(root, edit.path);
    if (!edit.value && reached.depth < edit.path.size())
        return {std::string(text), {}};
    if (!edit.value && edit.path.size() == 1 && edit.path.front().ofList()) {
        if (auto without = withoutOnlyYamlMember(text))
            return {std::move(*without), {}};
    }
    config::Edit change;
    change.op = edit.value ? config::Edit::Op::Set : config::Edit::Op::Remove;
    change.overReference = true;
    const Node *node = &root;
    std::size_t steps = 0;
    for (const Step &step : edit.path) {
        const int at = node ? node->indexOf(step) : -1;
        if (step.ofList())
            change.path.emplace_back(at >= 0 ? static_cast<std::size_t>(at) : node ? node->items.size() : 0);
        else
            change.path.emplace_back(step.key);
        ++steps;
        node = at >= 0 ? &node->items[static_cast<std::size_t>(at)] : nullptr;
        if (at < 0 && step.ofList())
            break;   // The rest is part of the new member.
    }
    if (edit.value) {
        const std::span<const Step> rest = std::span(edit.path).subspan(steps);
        change.value = memberValue(edit.path[steps - 1], wrapped(rest, *edit.value));
        if (root.begin == kNowhere && edit.path.front().ofList() && change.value.is_object())
            return {firstYamlMember(text, change.value.get_object()), {}};
    }
    config::EditOutcome outcome = config::applyEdits(text, std::span(&change, 1), "file");
    if (outcome.problem)
        return {{}, fromConfig(*outcome.problem)};
    return {std::move(outcome.text), {}};
}

Written change(Format format, std::string_view text, const Node &root, const Edit &edit)
{
    switch (format) {
    case Format::Json:
        return changeJson(text, root, edit);
    case Format::Toml:
        return changeToml(text, root, edit);
    case Format::Yaml:
        return changeYaml(text, root, edit);
    case Format::DotEnv:
        return changeDotEnv(text, root, edit);
    case Format::Shell:
        return changeShell(text, root, edit);
    }
    return {};
}

std::size_t placeOf(const Node &node)
{
    return node.begin == kNowhere ? 0 : node.begin;
}

// The value that is written when an edit brings its own text.
void takeRaw(Format format, Node &root, const Edit &edit)
{
    const Reached reached = reach(root, edit.path);
    if (edit.raw.empty() || !edit.value || reached.depth < edit.path.size())
        return;
    Node own;
    if (format == Format::Json)
        own = readJson(edit.raw).root;
    else if (format == Format::Toml)
        own = readToml("v = " + edit.raw).root;
    else
        return;
    if (format == Format::Toml && own.items.size() != 1)
        return;
    Node *node = &root;
    for (const Step &step : edit.path)
        node = &node->items[static_cast<std::size_t>(node->indexOf(step))];
    *node = format == Format::Toml ? Node(own.items.front()) : own;
}

// Tables along the path that have nothing in them any more and no header to keep them.
Node withoutEmptyTables(Node root, const Path &path)
{
    for (std::size_t depth = path.size() - 1; depth > 0; --depth) {
        const Path up(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(depth));
        const Reached reached = reach(root, up);
        if (reached.depth < depth || !reached.node->items.empty() || reached.node->begin != kNowhere)
            break;
        applyTo(root, {up, std::nullopt, {}});
    }
    return root;
}

// One edit of a text without byte-order mark, read back.
Outcome applyOne(Format format, std::string_view text, const Edit &edit)
{
    ReadText before = read(format, text);
    if (before.problem)
        return {{}, std::move(before.problem)};
    const Reached reached = reach(before.root, edit.path);
    const auto refuse = [&](const std::string &message) {
        return Outcome{{}, problemAt(text, placeOf(*reached.node), "'" + toText(edit.path) + "' " + message)};
    };
    if (reached.twice && format != Format::DotEnv)
        return refuse("is written twice");
    if (!edit.value && reached.depth < edit.path.size())
        return {std::string(text), {}};
    Node wanted = before.root;
    const bool wholeList = before.root.begin == kNowhere && wanted.items.empty() && !edit.path.empty() &&
                           edit.path.front().ofList();
    if (wholeList)
        wanted.kind = Node::Kind::List;
    if (!applyTo(wanted, edit))
        return refuse("is to go where another value is");
    takeRaw(format, wanted, edit);
    Written written = change(format, text, before.root, edit);
    if (written.problem)
        return {{}, std::move(written.problem)};
    const ReadText after = read(format, written.text);
    const bool nothing = after.root.begin == kNowhere && after.root.items.empty() && wanted.items.empty();
    const bool asWanted = !after.problem && (nothing || sameValue(after.root, wanted) ||
                                             (format == Format::Toml && !edit.value &&
                                              sameValue(after.root, withoutEmptyTables(wanted, edit.path))));
    if (!asWanted)
        return refuse("cannot be changed here without changing something else");
    return {std::move(written.text), {}};
}

bool isEmptyContainer(const Node &node)
{
    return (node.isMap() || node.isList()) && node.items.empty();
}

// Takes back one path by its value; what was made to hold it goes too when it is empty.
Outcome takeBack(Format format, std::string_view text, const Undo &undo)
{
    Edit edit{undo.path, undo.before.value, undo.before.raw};
    Outcome outcome = applyOne(format, text, edit);
    if (!outcome.ok() || undo.before.value)
        return outcome;
    for (std::size_t depth = undo.path.size() - 1;; --depth) {
        const Path up(undo.path.begin(), undo.path.begin() + static_cast<std::ptrdiff_t>(depth));
        const ReadText now = read(format, outcome.text);
        const Reached reached = reach(now.root, up);
        const bool empty = reached.depth == depth && isEmptyContainer(*reached.node);
        if (depth > undo.before.depth && empty) {
            Outcome pruned = applyOne(format, outcome.text, {up, std::nullopt, {}});
            if (pruned.ok())
                outcome = std::move(pruned);
        } else if (depth == undo.before.depth && empty && !undo.before.holder.empty() &&
                   reached.node->begin != kNowhere) {
            const Edit holder{up, toJson(*reached.node), undo.before.holder};
            Outcome written = applyOne(format, outcome.text, holder);
            if (written.ok())
                outcome = std::move(written);
        }
        if (depth == 0 || depth <= undo.before.depth)
            return outcome;
    }
}

std::string_view withoutMark(std::string_view text)
{
    return text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text;
}

}   // namespace

std::string changed(std::string_view text, std::vector<Change> changes)
{
    std::ranges::sort(changes, {}, &Change::at);
    std::string out;
    std::size_t at = 0;
    for (const Change &change : changes) {
        out += text.substr(at, change.at - at);
        out += change.inserted;
        at = change.at + change.removed;
    }
    return out += text.substr(at);
}

std::string toText(const Path &path)
{
    std::string out;
    for (const Step &step : path) {
        if (step.ofList())
            out += "[" + step.key + "=" + step.is + "]";
        else
            out += (out.empty() ? "" : ".") + step.key;
    }
    return out;
}

std::string toText(const Problem &problem)
{
    return "line " + std::to_string(problem.line) + ", column " + std::to_string(problem.column) + ": " +
           problem.message;
}

Outcome applyEdits(Format format, std::string_view text, std::span<const Edit> edits)
{
    const std::string_view body = withoutMark(text);
    Outcome outcome{std::string(body), {}};
    for (const Edit &edit : edits) {
        outcome = applyOne(format, outcome.text, edit);
        if (!outcome.ok())
            return outcome;
    }
    outcome.text.insert(0, text.substr(0, text.size() - body.size()));
    return outcome;
}

Sight look(Format format, std::string_view text, std::span<const Path> paths)
{
    text = withoutMark(text);
    Sight sight;
    const ReadText now = read(format, text);
    if (now.problem) {
        sight.problem = now.problem;
        return sight;
    }
    const bool raw = format != Format::Yaml;
    for (const Path &path : paths) {
        const Reached reached = reach(now.root, path);
        Found found;
        found.depth = reached.depth;
        const bool placed = raw && reached.node->begin != kNowhere && reached.node->end > reached.node->begin;
        const std::string written =
            placed ? std::string(text.substr(reached.node->begin, reached.node->end - reached.node->begin))
                   : "";
        if (reached.depth == path.size()) {
            found.value = toJson(*reached.node);
            found.raw = written;
        } else if (isEmptyContainer(*reached.node)) {
            found.holder = written;
        }
        sight.found.push_back(std::move(found));
    }
    return sight;
}

Outcome revert(Format format, std::string_view text, std::span<const Undo> undos, std::string_view before,
               std::string_view after)
{
    if (!after.empty() && text == after)
        return {std::string(before), {}};
    const std::string_view body = withoutMark(text);
    Outcome outcome{std::string(body), {}};
    for (std::size_t i = undos.size(); i-- > 0;) {
        outcome = takeBack(format, outcome.text, undos[i]);
        if (!outcome.ok())
            return outcome;
    }
    outcome.text.insert(0, text.substr(0, text.size() - body.size()));
    if (after.empty())
        return outcome;
    // The lines of the change, taken out as they were put in, keep what the values alone do not tell.
    const auto merged = mergeLines(after, before, text);
    if (!merged)
        return outcome;
    const ReadText byLines = read(format, withoutMark(*merged));
    const ReadText byValues = read(format, withoutMark(outcome.text));
    if (!byLines.problem && !byValues.problem && sameValue(byLines.root, byValues.root))
        outcome.text = *merged;
    return outcome;
}

}   // namespace gw::lossless
