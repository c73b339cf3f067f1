// Keeps used nonces on the disk, so that a restart does not let a request in twice. It has a thread
// and a small database of its own: what is written here never waits for an edit, nor an edit for
// it.
#pragma once

#include <memory>
#include <vector>

#include "directory/awaitable.hpp"
#include "model/instant.hpp"
#include "model/nonce.hpp"
#include "model/result.hpp"

namespace scimd::store {
class data_folder;
}

namespace scimd::directory {

class nonce_keeper {
 public:
    nonce_keeper(const nonce_keeper&) = delete;
    nonce_keeper& operator=(const nonce_keeper&) = delete;
    ~nonce_keeper();  // what waits is written; before that of the directories

    // What was kept before and could still be replayed when the keeper was opened: once, for the
    // one who asks first.
    std::vector<model::used_nonce> take_found();

    // Completes on the caller's executor, once the nonce outlives the process. All that wait
    // together are one COMMIT. Throws store_failure when the disk fails.
    awaitable<void> keep(model::used_nonce, model::instant now);

 private:
    struct insides;
    explicit nonce_keeper(std::unique_ptr<insides>);
    static model::result<std::unique_ptr<nonce_keeper>> open(const store::data_folder&,
                                                             model::instant now);
    std::unique_ptr<insides> insides_;
    friend class directories;
};

}  // namespace scimd::directory
