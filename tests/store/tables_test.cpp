#include "store/tables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/store/store.hpp"

namespace scimd::tests {
namespace {

struct open_tables : testing::Test {
    temporary_path place;
    model::result<store::data_folder> folder = store::data_folder::open(place.path);
    std::unique_ptr<store::session> session = store::engine::open(*folder)->open_writer();
    store::tables tables{*session, store_schemas()};
    model::directory where;

    void SetUp() override {
        tables.begin();
        tables.begin_edit();
        where = tables.insert_directory(permit_to(policy::verb::administer, tables, where),
                                        model::fresh_directory_id(), "d", {}, {1});
        tables.record({});
        tables.keep_edit();
    }
    void TearDown() override { tables.rollback(); }

    model::user some_user() {
        model::user made;
        made.id = model::fresh_user_id({1});
        made.document =
            R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann"})";
        return made;
    }
    scim::document some_document() { return scim::document_from_text(some_user().document); }
};

TEST_F(open_tables, TakeAPermitOnlyInTheEditItWasJudgedIn) {
    tables.begin_edit();
    const policy::permit old = permit_to(policy::verb::create, tables, where);
    tables.record({});
    tables.keep_edit();
    tables.begin_edit();

    EXPECT_THROW(tables.insert_user(old, where, some_user(), some_document(), ""),
                 store::store_failure);
    EXPECT_NO_THROW(tables.insert_user(permit_to(policy::verb::create, tables, where), where,
                                       some_user(), some_document(), ""));
    tables.record({});
    tables.keep_edit();
}

// What a key of before has no words for.
TEST_F(open_tables, TakeOldAccessKeysForFullEnabledAndForEveryDirectory) {
    store::queries(*session)
        .run("INSERT INTO access_keys (id, sealed_secret, created) VALUES ('old', x'00', 1)",
             std::span<const store::value>())
        .next();

    const auto found = tables.find_access_key("old");

    ASSERT_TRUE(found);
    EXPECT_EQ(found->name, "");
    EXPECT_TRUE(found->enabled);
    EXPECT_FALSE(found->read_only);
    EXPECT_FALSE(found->directories);
    EXPECT_EQ(found->created.milliseconds, 1);
}

TEST_F(open_tables, LeaveNoTraceOfADroppedEdit) {
    tables.begin_edit();
    const model::user made = tables.insert_user(permit_to(policy::verb::create, tables, where),
                                                where, some_user(), some_document(), "");
    tables.drop_edit();

    EXPECT_FALSE(tables.find_user(where, made.id));
    EXPECT_EQ(tables.find_directory(where.id)->users, 0);
}

TEST_F(open_tables, DecideThemselvesWhoseAWrittenUserIs) {
    tables.begin_edit();
    model::user claimed = some_user();
    claimed.provision = model::provision::synchronized;
    const model::user made = tables.insert_user(permit_to(policy::verb::create, tables, where),
                                                where, claimed, some_document(), "");
    tables.record({});
    tables.keep_edit();

    EXPECT_EQ(made.provision, model::provision::manual)
        << "an administrator's user is manual, whatever the caller says";
}

TEST_F(open_tables, KeepAPasswordOnlyAsItsDigest) {
    tables.begin_edit();
    const model::user made = tables.insert_user(permit_to(policy::verb::create, tables, where),
                                                where, some_user(), some_document(), "$argon2id$x");
    EXPECT_EQ(tables.password_digest_of(made), "$argon2id$x");
    tables.set_password(permit_to(policy::verb::set_password, tables, where), made, "");
    EXPECT_EQ(tables.password_digest_of(made), "");
    tables.record({});
    tables.keep_edit();
}

}  // namespace
}  // namespace scimd::tests
