#include "core/lossless/lossless.h"

#include <cstdlib>

using namespace gw;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

// Any file of settings, changed and changed back, has the values it had; the first byte says what format it
// is.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    constexpr lossless::Format kFormats[] = {lossless::Format::Json, lossless::Format::Toml,
                                             lossless::Format::DotEnv, lossless::Format::Shell};
    const lossless::Format format = kFormats[data[0] % std::size(kFormats)];
    const std::string_view text(reinterpret_cast<const char *>(data) + 1, size - 1);
    const bool flat = format == lossless::Format::DotEnv || format == lossless::Format::Shell;
    const lossless::Path path = flat ? lossless::Path{{"NAME"}} : lossless::Path{{"a"}, {"b"}};
    const lossless::Edit edit{path, json::Value("value"), {}};
    const lossless::Sight before = lossless::look(format, text, std::span(&path, 1));
    const lossless::Outcome after = lossless::applyEdits(format, text, std::span(&edit, 1));
    if (!before.ok() || !after.ok())
        return 0;
    const lossless::Sight now = lossless::look(format, after.text, std::span(&path, 1));
    if (!now.ok() || now.found.front().value != json::Value("value"))
        std::abort();
    const lossless::Undo undo{path, before.found.front()};
    const lossless::Outcome exact =
        lossless::revert(format, after.text, std::span(&undo, 1), text, after.text);
    if (!exact.ok() || exact.text != text)
        std::abort();
    const lossless::Outcome back = lossless::revert(format, after.text, std::span(&undo, 1));
    if (!back.ok())
        return 0;
    const lossless::Sight again = lossless::look(format, back.text, std::span(&path, 1));
    if (!again.ok() || again.found.front().value != before.found.front().value)
        std::abort();
    return 0;
}
