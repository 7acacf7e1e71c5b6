"""`make run`: everything from a fresh copy to a served site."""

from tools import environment, local_env, serve

if __name__ == "__main__":
    local_env.ensure()
    # Asked before anything is installed, so that a taken port is known at once.
    serve.check_address(*serve.address())
    environment.install(environment.RUNNING)
    serve.main(str(environment.PYTHON))
