"""What granian loads: the WSGI application, in a process whose life ends with its parent's."""

from aceite.project.serving import end_with_parent
from aceite.project.wsgi import application

__all__ = ["application"]

# granian's own worker would outlive a granian killed by -9 and keep the port.
end_with_parent()
