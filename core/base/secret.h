#pragma once

#include <QDebug>

#include <string>
#include <string_view>

namespace gw {

// A credential. Cannot be printed, streamed or compared by accident; wiped when it dies. The only way to the
// text is reveal(), which makes every use greppable.
class Secret
{
public:
    Secret() = default;
    explicit Secret(std::string value)
        : m_value(std::move(value))
    {}
    ~Secret();
    Secret(const Secret &) = default;
    Secret(Secret &&other) noexcept;
    Secret &operator=(const Secret &other);
    Secret &operator=(Secret &&other) noexcept;

    bool isEmpty() const noexcept { return m_value.empty(); }
    const std::string &reveal() const noexcept { return m_value; }
    // "sk-...abcd": enough to tell keys apart, too little to use one.
    std::string masked() const;
    // Takes the same time wherever the texts differ.
    bool equals(std::string_view other) const noexcept;

private:
    void wipe() noexcept;

    std::string m_value;
};

QDebug operator<<(QDebug debug, const Secret &secret) = delete;

}   // namespace gw
