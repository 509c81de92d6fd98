/** Whether an IP address is of the public internet: what is not may be our own network, the machine itself, or a cloud's metadata. Pure. */
import { BlockList, isIP } from 'node:net'

const CLOSED = new BlockList()
// IANA's special-purpose registries (RFC 6890), multicast and reserved.
for (const range of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
])
  addRange(range, 'ipv4')

// Global unicast is 2000::/3; in it: protocol assignments (Teredo too), documentation, 6to4.
const GLOBAL = new BlockList()
GLOBAL.addSubnet('2000::', 3, 'ipv6')
for (const range of ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])
  addRange(range, 'ipv6')

function addRange(range: string, family: 'ipv4' | 'ipv6'): void {
  const [net = '', bits = ''] = range.split('/')
  CLOSED.addSubnet(net, Number(bits), family)
}

/** False for what is no address, and for every IPv6 form that carries an IPv4 address (mapped, NAT64, 6to4). */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !CLOSED.check(address, 'ipv4')
    case 6:
      return GLOBAL.check(address, 'ipv6') && !CLOSED.check(address, 'ipv6')
    default:
      return false
  }
}
