#pragma once

#include <unistd.h>

namespace gw {

// A file descriptor that closes itself; below 0: there is none.
class Descriptor
{
public:
    explicit Descriptor(int fd) noexcept
        : m_fd(fd)
    {}
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    int get() const noexcept { return m_fd; }
    bool ok() const noexcept { return m_fd >= 0; }

private:
    const int m_fd;
};

}   // namespace gw
