"""OpenStack Swift's proxy (with its S3 front), account, container and object servers in one process, beside a memcached: the
argument is a folder of ours. Prints `ready PORT`. Ends, with memcached, when its standard input does."""
import socket
import subprocess
import sys

with socket.socket() as free:
    free.bind(('127.0.0.1', 0))
    memcached_port = '%d' % free.getsockname()[1]
memcached = subprocess.Popen(
    ['memcached', '-u', 'root', '-l', '127.0.0.1', '-p', memcached_port, '-U', '0', '-m', '16'], stdin=subprocess.DEVNULL)

import eventlet
import eventlet.wsgi

eventlet.monkey_patch()

from swift.common import utils
from swift.common.http_protocol import SwiftHttpProtocol
from swift.common.ring.builder import RingBuilder
from swift.common.wsgi import loadapp

folder = sys.argv[1]

utils.set_swift_dir(folder)
sockets = {name: eventlet.listen(('127.0.0.1', 0)) for name in ('account', 'container', 'object', 'proxy')}

for name in ('account', 'container', 'object'):
    port = sockets[name].getsockname()[1]
    builder = RingBuilder(1, 1, 0)
    builder.add_dev({'id': 0, 'region': 1, 'zone': 1, 'ip': '127.0.0.1', 'port': port, 'device': 'd1', 'weight': 1.0,
                     'replication_ip': '127.0.0.1', 'replication_port': port, 'meta': ''})
    builder.rebalance()
    builder.get_ring().save('%s/%s.ring.gz' % (folder, name))

for name, listening in sockets.items():
    settings = '%s/%s.conf' % (folder, name)
    with open(settings) as file:
        text = file.read()
    with open(settings, 'w') as file:
        file.write(text.replace('MEMCACHED', memcached_port))
    app = loadapp(settings, global_conf={'log_name': name})
    eventlet.spawn(eventlet.wsgi.server, listening, app, log=None, log_output=False, protocol=SwiftHttpProtocol,
                   max_size=256)

print('ready %d' % sockets['proxy'].getsockname()[1], flush=True)
eventlet.tpool.execute(sys.stdin.read)
memcached.kill()
