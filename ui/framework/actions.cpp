#include "ui/framework/actions.h"

#include <QShortcut>
#include <QWidget>

#include <algorithm>

namespace gw::ui {

Actions::Actions(QWidget *window)
    : QObject(window)
    , m_window(window)
{}

void Actions::add(Action action)
{
    const auto same = std::ranges::find(m_actions, action.id, &Action::id);
    if (same != m_actions.end()) {
        const auto at = same - m_actions.begin();
        delete m_shortcuts[std::size_t(at)];
        m_shortcuts.erase(m_shortcuts.begin() + at);
        m_actions.erase(same);
    }
    QShortcut *shortcut = nullptr;
    if (!action.keys.isEmpty() && action.run) {
        shortcut = new QShortcut(action.keys, m_window);
        shortcut->setEnabled(action.page.isEmpty() || action.page == m_page);
        connect(shortcut, &QShortcut::activated, this, [this, id = action.id] { trigger(id); });
    }
    m_actions.push_back(std::move(action));
    m_shortcuts.push_back(shortcut);
    Q_EMIT changed();
}

void Actions::setText(const QString &id, const QString &text)
{
    const auto found = std::ranges::find(m_actions, id, &Action::id);
    if (found == m_actions.end() || found->text == text)
        return;
    found->text = text;
    Q_EMIT changed();
}

void Actions::setPage(const QString &page)
{
    m_page = page;
    for (std::size_t i = 0; i < m_actions.size(); ++i)
        if (m_shortcuts[i])
            m_shortcuts[i]->setEnabled(m_actions[i].page.isEmpty() || m_actions[i].page == page);
}

const Action *Actions::find(const QString &id) const
{
    const auto found = std::ranges::find(m_actions, id, &Action::id);
    return found == m_actions.end() ? nullptr : &*found;
}

bool Actions::isAvailable(const Action &action) const
{
    return action.run && (action.page.isEmpty() || action.page == m_page) &&
           (!action.available || action.available());
}

bool Actions::trigger(const QString &id)
{
    const Action *action = find(id);
    if (!action || !isAvailable(*action))
        return false;
    // A copy: what it does may add or replace actions.
    const auto run = action->run;
    run();
    return true;
}

std::vector<std::pair<QString, QString>> Actions::conflicts() const
{
    std::vector<std::pair<QString, QString>> found;
    for (auto a = m_actions.cbegin(); a != m_actions.cend(); ++a)
        for (auto b = a + 1; b != m_actions.cend(); ++b)
            if (!a->keys.isEmpty() && a->keys == b->keys &&
                (a->page.isEmpty() || b->page.isEmpty() || a->page == b->page))
                found.emplace_back(a->id, b->id);
    return found;
}

}   // namespace gw::ui
