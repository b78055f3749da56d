#include "ui/framework/pages.h"

#include <algorithm>
#include <utility>

namespace gw::ui {

#include "pages.gen.h"

QList<Page> allPages()
{
    QList<Page> pages;
    for (const auto &[id, describe] : k_describe_registry)
        pages.append({QString::fromLatin1(id), describe()});
    std::ranges::sort(pages, {}, [](const Page &page) { return page.about.order; });
    return pages;
}

}   // namespace gw::ui
