# GLPK has no file for pkg-config: found by its header and its library, as GLPK::GLPK.
find_path(GLPK_INCLUDE_DIR glpk.h REQUIRED)
find_library(GLPK_LIBRARY glpk REQUIRED)
add_library(GLPK::GLPK INTERFACE IMPORTED)
target_include_directories(GLPK::GLPK INTERFACE ${GLPK_INCLUDE_DIR})
target_link_libraries(GLPK::GLPK INTERFACE ${GLPK_LIBRARY})
