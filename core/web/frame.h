#pragma once

#include "core/web/html.h"
#include "core/web/site.h"

#include <string>
#include <string_view>
#include <vector>

// What all pages look like, and the parts they are put together from.
namespace gw::web {

// A file that pages load, found at "/NAME" below the pages.
struct Asset
{
    const char *name;
    const char *resource;
    const char *type;
};
inline constexpr Asset kCss{"app.css", "web/app.css", "text/css; charset=utf-8"};
inline constexpr Asset kScript{"app.js", "web/app.js", "text/javascript; charset=utf-8"};
inline constexpr Asset kIcon{"icon.svg", "app/portico.svg", "image/svg+xml"};

// A page with the navigation, for those who are logged in. current: "/keys" of the list of pages. A "done" of
// the query is said above it.
engine::ApiReply page(const Visit &visit, std::string_view current, const std::string &title,
                      const Html &body, int status = 200);
// The same with nothing but what went wrong.
engine::ApiReply problemPage(const Visit &visit, std::string_view current, const std::string &title,
                             const Answer &answer);
// A page of one sentence, for everybody.
engine::ApiReply plainPage(const Words &t, const Site &site, const std::string &title,
                           const std::string &sentence, int status);
// A page for everybody with this in its card.
engine::ApiReply barePage(const Words &t, const Site &site, const std::string &title, const Html &body,
                          int status = 200);

// May do everything, or at least look at everything.
bool seesEverything(const Visit &visit);

// State is shape, word and colour.
enum class Mark { Ok, Off, Warning, Error, Refused, Paused };
Html badge(Mark mark, const std::string &word);
enum class Tone { Ok, Warning, Error };
Html banner(Tone tone, const std::string &sentence);

struct Column
{
    std::string title;
    bool numeric = false;
};
// Rows are Html of <tr>...</tr>. caption is for screen readers.
Html table(const std::string &caption, const std::vector<Column> &columns, const Html &rows,
           std::string_view kind = {});
// A cell of two lines, the second in the secondary colour; what is too long is seen whole as a tip.
Html twoLines(const std::string &first, const std::string &second);
Html card(const std::string &title, const Html &body);
// The name of a figure, the figure, and what is to be known of it.
Html tile(const std::string &name, const std::string &value, const std::string &note);

// <form method="post"> with the session's token.
Html postForm(const Visit &visit, std::string_view action, const Html &content);
// A form of one button that carries one field, and what else more holds.
Html actionButton(const Visit &visit, std::string_view action, std::string_view field, std::string_view value,
                  const std::string &label, std::string_view classes = "quiet", const Html &more = {});
// What a page says that asks once more: what would happen, the button that does it, and the way back.
Html confirmation(const Visit &visit, const std::string &words, const Html &action, std::string_view back);

struct Field
{
    std::string id;   // And name.
    std::string label;
    std::string value = {};
    std::string hint = {};
    std::string type = "text";
    std::string autocomplete = "off";
    bool required = false;
    std::string list = {};   // Id of a datalist.
};
Html textField(const Field &field);
struct Option
{
    std::string value;
    std::string label;
};
Html selectField(const std::string &id, const std::string &label, const std::vector<Option> &options,
                 const std::string &chosen, const std::string &hint = {});
Html dataList(const std::string &id, const std::vector<std::string> &values);

// "2026-11-21 10:00:00" of "2026-11-21T10:00:00.000Z", for people and machines; UTC.
Html timeText(std::string_view iso);
// Which part of a list the query asks for, from 1.
int pageNumber(const Visit &visit);
// Earlier and later pages of a list, where there are any.
Html pager(const Visit &visit, const std::string &previous, const std::string &next,
           const std::string &between);

}   // namespace gw::web
