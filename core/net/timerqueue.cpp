#include "core/net/timerqueue.h"

#include <algorithm>

namespace gw::net {

namespace {

constexpr std::size_t kStaleTolerated = 256;

}   // namespace

TimerQueue::Slot *TimerQueue::find(TimerId id)
{
    const auto index = static_cast<std::uint32_t>(id);
    if (index >= m_slots.size())
        return nullptr;
    Slot &slot = m_slots[index];
    return slot.used && slot.generation == static_cast<std::uint32_t>(id >> 32) ? &slot : nullptr;
}

void TimerQueue::file(std::uint32_t index)
{
    Slot &slot = m_slots[index];
    slot.filedUs = slot.deadlineUs;
    slot.order = ++m_order;
    m_heap.push_back({slot.filedUs, slot.order, index});
    std::push_heap(m_heap.begin(), m_heap.end());
    if (m_heap.size() > 2 * m_live + kStaleTolerated)
        dropStale();
}

void TimerQueue::release(std::uint32_t index)
{
    Slot &slot = m_slots[index];
    slot.used = false;
    slot.order = 0;
    slot.callback = nullptr;
    if (++slot.generation == 0)
        slot.generation = 1;
    m_free.push_back(index);
    --m_live;
}

void TimerQueue::dropStale()
{
    std::erase_if(m_heap, [this](const Entry &entry) { return m_slots[entry.slot].order != entry.order; });
    std::make_heap(m_heap.begin(), m_heap.end());
}

TimerId TimerQueue::add(std::int64_t deadlineUs, std::function<void()> callback)
{
    std::uint32_t index = 0;
    if (m_free.empty()) {
        index = static_cast<std::uint32_t>(m_slots.size());
        m_slots.emplace_back();
    } else {
        index = m_free.back();
        m_free.pop_back();
    }
    Slot &slot = m_slots[index];
    slot.used = true;
    slot.callback = std::move(callback);
    slot.deadlineUs = deadlineUs;
    ++m_live;
    const TimerId id = (static_cast<TimerId>(slot.generation) << 32) | index;
    file(index);
    return id;
}

bool TimerQueue::move(TimerId id, std::int64_t deadlineUs)
{
    Slot *slot = find(id);
    if (!slot)
        return false;
    slot->deadlineUs = deadlineUs;
    if (deadlineUs < slot->filedUs)
        file(static_cast<std::uint32_t>(id));
    return true;
}

void TimerQueue::cancel(TimerId id)
{
    if (find(id))
        release(static_cast<std::uint32_t>(id));
}

void TimerQueue::run(std::int64_t nowUs)
{
    const std::uint64_t lastOrder = m_order;
    std::vector<Entry> later;
    while (!m_heap.empty() && m_heap.front().deadlineUs <= nowUs) {
        const Entry entry = m_heap.front();
        std::pop_heap(m_heap.begin(), m_heap.end());
        m_heap.pop_back();
        Slot &slot = m_slots[entry.slot];
        if (slot.order != entry.order)
            continue;
        if (slot.deadlineUs > nowUs) {
            file(entry.slot);
            continue;
        }
        if (slot.deadlineUs > entry.deadlineUs) {   // Moved, and due: it takes its place among the others.
            slot.filedUs = slot.deadlineUs;
            m_heap.push_back({slot.deadlineUs, entry.order, entry.slot});
            std::push_heap(m_heap.begin(), m_heap.end());
            continue;
        }
        if (entry.order > lastOrder) {
            later.push_back(entry);
            continue;
        }
        const std::function<void()> callback = std::move(slot.callback);
        release(entry.slot);
        callback();
    }
    for (const Entry &entry : later) {
        m_heap.push_back(entry);
        std::push_heap(m_heap.begin(), m_heap.end());
    }
}

std::int64_t TimerQueue::nextDeadline() const
{
    return m_heap.empty() ? -1 : m_heap.front().deadlineUs;
}

}   // namespace gw::net
