#include "core/wire/multipart.h"

#include "core/wire/headers.h"

#include <algorithm>

namespace gw::wire {

namespace {

constexpr std::size_t kMaxBoundary = 200;   // RFC 2046 allows 70; some clients are longer.

Error notAForm(std::string_view why)
{
    return {.code = ErrorCode::BadRequest, .message = "Invalid multipart form: " + std::string(why)};
}

// The value of one parameter behind "type; a=b; c="d"". Quoted text may hold ';' and escaped characters.
std::optional<std::string> parameter(std::string_view field, std::string_view wanted)
{
    std::size_t at = field.find(';');
    while (at < field.size()) {
        ++at;
        const std::size_t equals = field.find_first_of("=;", at);
        if (equals == std::string_view::npos)
            return std::nullopt;
        if (field[equals] == ';') {
            at = equals;
            continue;
        }
        const std::string_view name = trimmed(field.substr(at, equals - at));
        std::string value;
        at = equals + 1;
        if (at < field.size() && field[at] == '"') {
            for (++at; at < field.size() && field[at] != '"'; ++at) {
                // Only these two are escaped; browsers write paths with plain backslashes.
                if (field[at] == '\\' && at + 1 < field.size() &&
                    (field[at + 1] == '"' || field[at + 1] == '\\'))
                    ++at;
                value += field[at];
            }
            at = field.find(';', std::min(at, field.size()));
        } else {
            const std::size_t end = field.find(';', at);
            value = trimmed(field.substr(at, end - at));
            at = end;
        }
        if (equalsIgnoringCase(name, wanted))
            return value;
    }
    return std::nullopt;
}

// The fields in front of a part's value: only its disposition matters.
Result<FormPart> readHead(std::string_view head)
{
    FormPart part;
    bool named = false;
    while (!head.empty()) {
        const std::size_t end = head.find("\r\n");
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(end == std::string_view::npos ? head.size() : end + 2);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos ||
            !equalsIgnoringCase(trimmed(line.substr(0, colon)), "content-disposition"))
            continue;
        const std::string_view value = line.substr(colon + 1);
        if (auto name = parameter(value, "name")) {
            part.name = std::move(*name);
            named = true;
        }
        part.fileName = parameter(value, "filename");
        if (!part.fileName)
            part.fileName = parameter(value, "filename*");
    }
    if (!named)
        return notAForm("a part has no name");
    return part;
}

// Where the delimiter stands at the begin of a line, from on.
std::size_t findDelimiter(std::string_view body, std::string_view delimiter, std::size_t from)
{
    while (true) {
        const std::size_t at = body.find(delimiter, from);
        if (at == std::string_view::npos)
            return at;
        // "--boundaryX" is content: behind a delimiter come its line's end, white space or "--".
        const std::string_view rest = body.substr(at + delimiter.size());
        if (rest.starts_with("\r\n") || rest.starts_with("--") || rest.starts_with(' ') ||
            rest.starts_with('\t'))
            return at;
        from = at + 1;
    }
}

}   // namespace

const FormPart *Form::field(std::string_view name) const
{
    const auto found = std::find_if(parts.rbegin(), parts.rend(), [&](const FormPart &part) {
        return part.name == name && !part.fileName;
    });
    return found == parts.rend() ? nullptr : &*found;
}

const FormPart *Form::file() const
{
    const auto found = std::ranges::find_if(parts, [](const FormPart &part) { return !!part.fileName; });
    return found == parts.end() ? nullptr : &*found;
}

bool isMultipartForm(std::string_view contentType)
{
    return equalsIgnoringCase(trimmed(contentType.substr(0, contentType.find(';'))), "multipart/form-data");
}

Result<Form> scanForm(std::string_view body, std::string_view contentType, const FormLimits &limits)
{
    Form form;
    form.contentType = contentType;
    form.boundary = parameter(contentType, "boundary").value_or("");
    if (!isMultipartForm(contentType) || form.boundary.empty() || form.boundary.size() > kMaxBoundary)
        return notAForm("the content type names no boundary");
    const std::string first = "--" + form.boundary;
    const std::string inner = "\r\n" + first;
    // What stands in front of the first delimiter is no part of the form.
    std::size_t at = body.starts_with(first) ? 0 : findDelimiter(body, inner, 0);
    if (at == std::string_view::npos)
        return notAForm("the boundary is not in the body");
    if (at > 0 || !body.starts_with(first))
        at += 2;
    while (true) {
        std::size_t line = at + first.size();
        if (body.substr(line).starts_with("--")) {
            form.close = at;
            return form;
        }
        while (line < body.size() && (body[line] == ' ' || body[line] == '\t'))
            ++line;
        if (!body.substr(line).starts_with("\r\n"))
            return notAForm("a delimiter is not on a line of its own");
        if (form.parts.size() == limits.maxParts)
            return notAForm("too many parts");
        line += 2;
        const std::size_t end = body.find("\r\n\r\n", line);
        if (end == std::string_view::npos || end - line > limits.maxPartHead)
            return notAForm("a part has no end of its header");
        const std::size_t cut = findDelimiter(body.substr(0, end), inner, at + 1);
        if (body.substr(line).starts_with("\r\n") || cut != std::string_view::npos)
            return notAForm("a part has no name");
        GW_TRY(FormPart part, readHead(body.substr(line, end - line)));
        part.begin = at;
        part.valueBegin = end + 4;
        // An empty value's line end is the one that closes the header.
        const std::size_t next = findDelimiter(body, inner, end + 2);
        if (next == std::string_view::npos)
            return notAForm("the closing boundary is missing");
        part.valueEnd = std::max(next, part.valueBegin);
        form.parts.push_back(std::move(part));
        at = next + 2;
    }
}

void FormEdits::set(std::string name, std::string value)
{
    std::erase_if(m_edits, [&](const Edit &edit) { return edit.name == name; });
    m_edits.push_back({std::move(name), std::move(value)});
}

void FormEdits::remove(std::string name)
{
    std::erase_if(m_edits, [&](const Edit &edit) { return edit.name == name; });
    m_edits.push_back({std::move(name), std::nullopt});
}

std::string FormEdits::apply(std::string_view body, const Form &form) const
{
    std::string out;
    out.reserve(body.size() + 256);
    const auto write = [&](const Edit &edit) {
        out += "--" + form.boundary + "\r\nContent-Disposition: form-data; name=\"" + edit.name +
               "\"\r\n\r\n" + *edit.value + "\r\n";
    };
    std::vector<const Edit *> written;
    for (std::size_t i = 0; i < form.parts.size(); ++i) {
        const FormPart &part = form.parts[i];
        const auto edit = std::ranges::find_if(
            m_edits, [&](const Edit &candidate) { return candidate.name == part.name && !part.fileName; });
        if (edit == m_edits.end()) {
            const std::size_t end = i + 1 < form.parts.size() ? form.parts[i + 1].begin : form.close;
            out += body.substr(part.begin, end - part.begin);
        } else if (edit->value && std::ranges::find(written, &*edit) == written.end()) {
            write(*edit);
            written.push_back(&*edit);
        }
    }
    for (const Edit &edit : m_edits) {
        if (edit.value && std::ranges::find(written, &edit) == written.end())
            write(edit);
    }
    out += body.substr(form.close);
    return out;
}

}   // namespace gw::wire
