package dev.gork.console.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** The address that failures are counted by. */
public final class ClientAddress {
    /** What a provider gives to a single customer at least (RFC 6177): one of its addresses says nothing. */
    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    /** Returns an IPv4 address as it is, and the network of an IPv6 address. Asks no name server. */
    public static String key(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            return InetAddress.getByName(address) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), NETWORK_BYTES)) + "/64"
                    : InetAddress.getByName(address).getHostAddress(); // IPv4, written as IPv6
        } catch (UnknownHostException e) { // a proxy's own way of writing
            return address;
        }
    }
}
