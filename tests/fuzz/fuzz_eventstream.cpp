#include "core/wire/eventstream.h"

#include <cstdlib>

using namespace gw;

namespace {

// Messages and how the reading ended, as text.
std::string readIn(std::string_view bytes, std::size_t step)
{
    wire::EventStreamReader reader;
    std::string out;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(step, bytes.size()))) {
        reader.feed(bytes.substr(0, step));
        while (true) {
            const auto next = reader.next();
            if (!next.ok())
                return out + "!";
            if (!next.value())
                break;
            for (const auto &[name, value] : next.value()->headers)
                out += std::string(name) + "=" + std::string(value) + ";";
            out += std::string(next.value()->payload) + "\n";
        }
    }
    return out;
}

}   // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

// The cuts make no difference to what is read.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    if (readIn(bytes, 1) != readIn(bytes, size + 1))
        std::abort();
    return 0;
}
