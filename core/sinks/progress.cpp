#include "core/sinks/progress.h"

#include "core/config/atomicfile.h"

#include <charconv>
#include <filesystem>

namespace gw::sinks {

Progress::Progress(const std::string &folder, const std::string &name)
    : m_path(folder + '/' + name + ".position")
{}

std::optional<std::int64_t> Progress::read() const
{
    const auto text = config::readFile(m_path);
    if (!text.ok())
        return std::nullopt;
    std::int64_t position = 0;
    const std::string &digits = text.value();
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), position);
    return parsed.ec == std::errc() && position >= 0 ? std::optional(position) : std::nullopt;
}

bool Progress::write(std::int64_t position)
{
    return config::writeFileAtomically(m_path, std::to_string(position) + '\n').ok();
}

void Progress::forget()
{
    std::error_code error;
    std::filesystem::remove(m_path, error);
}

}   // namespace gw::sinks
