#include "core/access/listing.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace gw::access {

namespace {

std::string lower(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) {
        return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    });
    return out;
}

// What one types, against everything by which somebody may be known.
class Search
{
public:
    explicit Search(const std::string &text)
        : m_wanted(lower(text))
    {}
    bool fits(std::initializer_list<std::string_view> texts) const
    {
        return m_wanted.empty() || std::ranges::any_of(texts, [this](std::string_view text) {
                   return lower(text).find(m_wanted) != std::string::npos;
               });
    }

private:
    std::string m_wanted;
};

// "created:id": where a part ends.
struct Place
{
    std::int64_t created = 0;
    std::string id;
};

std::optional<Place> placeOf(const std::string &text)
{
    const std::size_t colon = text.find(':');
    Place place;
    const auto [end, problem] =
        std::from_chars(text.data(), text.data() + std::min(colon, text.size()), place.created);
    if (colon == std::string::npos || problem != std::errc() || end != text.data() + colon)
        return std::nullopt;
    place.id = text.substr(colon + 1);
    return place;
}

template <typename Value>
ListPage<Value> part(const Shelf<Value> &shelf, const ListQuery &query,
                     const std::function<bool(const Value &)> &wanted)
{
    ListPage<Value> page;
    page.rows = shelf.select(wanted);
    page.matches = page.rows.size();
    const auto before = [](const auto &a, const auto &b) {
        return a->createdAt != b->createdAt ? a->createdAt > b->createdAt : a->id() < b->id();
    };
    if (const auto place = placeOf(query.after))
        std::erase_if(page.rows, [&](const auto &one) {
            return one->createdAt != place->created ? one->createdAt > place->created
                                                    : one->id() <= place->id;
        });
    const std::size_t shown = std::min(std::max<std::size_t>(query.limit, 1), page.rows.size());
    std::ranges::partial_sort(page.rows, page.rows.begin() + static_cast<std::ptrdiff_t>(shown), before);
    if (shown < page.rows.size()) {
        page.rows.resize(shown);
        page.next = std::to_string(page.rows.back()->createdAt) + ":" + page.rows.back()->id();
    }
    return page;
}

}   // namespace

ListPage<Key> listKeys(const Directory &directory, const ListQuery &query)
{
    const Search search(query.search);
    return part<Key>(directory.keys(), query, [&](const Key &key) {
        const TeamPtr team = key.teamId.empty() ? nullptr : directory.team(key.teamId);
        return search.fits({key.alias, key.name, key.token, key.userId, key.teamId,
                            team ? std::string_view(team->alias) : std::string_view()});
    });
}

ListPage<Team> listTeams(const Directory &directory, const ListQuery &query)
{
    const Search search(query.search);
    return part<Team>(directory.teams(), query, [&](const Team &team) {
        return search.fits({team.alias, team.teamId});
    });
}

ListPage<User> listUsers(const Directory &directory, const ListQuery &query)
{
    const Search search(query.search);
    return part<User>(directory.users(), query, [&](const User &user) {
        return search.fits({user.userId, user.email, user.alias});
    });
}

ListPage<Budget> listBudgets(const Directory &directory, const ListQuery &query)
{
    const Search search(query.search);
    return part<Budget>(directory.budgets(), query,
                        [&](const Budget &budget) { return search.fits({budget.budgetId}); });
}

}   // namespace gw::access
