#include "core/peers/programs.h"

namespace gw::peers {

ProgramPtr Sighting::program() const
{
    const std::scoped_lock lock(m_mutex);
    return m_program;
}

ProgramPtr Sighting::await(std::chrono::milliseconds atMost) const
{
    std::unique_lock lock(m_mutex);
    m_told.wait_for(lock, atMost, [this] { return m_decided; });
    return m_program;
}

void Sighting::decide(ProgramPtr program)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_program = std::move(program);
        m_decided = true;
    }
    m_told.notify_all();
}

Programs::~Programs()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

SightingPtr Programs::look(const Connection &connection)
{
    auto sighting = std::make_shared<Sighting>();
    {
        const std::scoped_lock lock(m_mutex);
        if (m_stopping || m_waiting.size() >= kMaxWaiting) {
            sighting->decide(nullptr);
            return sighting;
        }
        m_waiting.push_back({connection, sighting});
        // A gateway that nobody asks needs no thread.
        if (!m_thread.joinable())
            m_thread = std::thread([this] { run(); });
    }
    m_wake.notify_one();
    return sighting;
}

void Programs::run()
{
    for (;;) {
        Wanted wanted;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stopping || !m_waiting.empty(); });
            if (m_stopping)
                return;
            wanted = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        wanted.sighting->decide(find(wanted.connection));
    }
}

ProgramPtr Programs::find(const Connection &connection)
{
    const auto inode = socketInode(connection);
    const auto pid = inode ? m_owners.find(*inode) : std::nullopt;
    if (!pid)
        return nullptr;
    ProgramPtr &known = m_known[*pid];
    // The folder may change while it runs; a project is where it began.
    if (!known || known->started != startOf(*pid))
        known = readProgram(*pid);
    ProgramPtr out = known;
    if (m_known.size() > kMaxKnown)
        m_known.clear();
    return out;
}

}   // namespace gw::peers
