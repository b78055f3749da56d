#include "core/config/yamlspans.h"

#include <cstdlib>

using namespace gw;

namespace {

void check(const config::Span &span, std::size_t size)
{
    if (span.begin > span.content || span.content > span.end || span.end > size)
        std::abort();
    for (const config::Span &key : span.keys)
        check(key, size);
    for (const config::Span &item : span.items)
        check(item, size);
}

}   // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

// Places found in a config file lie within it and begin before they end.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const config::SpanText read = config::readSpans(text, "config.yaml");
    if (!read.problem)
        check(read.root, size);
    return 0;
}
