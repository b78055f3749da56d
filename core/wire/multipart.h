#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// multipart/form-data (RFC 7578) in its bytes: files stay where they lie, fields can be changed around them.
namespace gw::wire {

// One part. Offsets into the body.
struct FormPart
{
    std::string name;
    std::optional<std::string> fileName;   // A part with one is a file, however short.
    std::size_t begin = 0;                 // Of its delimiter ("--boundary").
    std::size_t valueBegin = 0;
    std::size_t valueEnd = 0;   // In front of the CRLF of the next delimiter.
};

struct Form
{
    std::string contentType;   // As it came, boundary included: it goes on with the body.
    std::string boundary;
    std::vector<FormPart> parts;
    std::size_t close = 0;   // Where the closing delimiter begins.

    // The last plain field of that name; null when there is none.
    const FormPart *field(std::string_view name) const;
    // The first file, whatever its field's name.
    const FormPart *file() const;
    std::string_view value(std::string_view body, const FormPart &part) const
    {
        return body.substr(part.valueBegin, part.valueEnd - part.valueBegin);
    }
};

struct FormLimits
{
    std::size_t maxParts = 1000;
    std::size_t maxPartHead = 16 * 1024;
};

bool isMultipartForm(std::string_view contentType);
// BadRequest for a body that is not wholly a form: no boundary, no closing delimiter, a part without a name.
Result<Form> scanForm(std::string_view body, std::string_view contentType, const FormLimits &limits = {});

// A change of plain fields; files and fields that are not named stay byte for byte.
class FormEdits
{
public:
    // Replaces every field of that name by one at the place of the first, or appends it.
    void set(std::string name, std::string value);
    void remove(std::string name);
    std::string apply(std::string_view body, const Form &form) const;

private:
    struct Edit
    {
        std::string name;
        std::optional<std::string> value;
    };
    std::vector<Edit> m_edits;
};

}   // namespace gw::wire
