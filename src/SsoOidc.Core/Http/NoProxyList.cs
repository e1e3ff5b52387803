using System.Globalization;
using System.Net;

namespace SsoOidc.Http;

/// <summary>NO_PROXY as the AWS CLI and curl read it: <c>*</c>, hosts with all that are below them, addresses, blocks of them, each with a port or without.</summary>
internal static class NoProxyList
{
    private static readonly char[] Separators = [',', ' ', '\t'];

    public static bool Covers(string list, Uri address)
    {
        var host = address.DnsSafeHost.TrimEnd('.');
        foreach (var entry in list.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry == "*" || SplitPort(entry, out var port) is var name && (port is null || port == address.Port) && IsIn(host, name))
                return true;
        }

        return false;
    }

    /// <summary><c>host:8080</c> and <c>[::1]:8080</c> have a port; <c>::1</c> has none.</summary>
    private static string SplitPort(string entry, out int? port)
    {
        var parts = entry[0] == '[' ? entry.Substring(1).Split([']'], 2) : entry.Split(':');
        port = null;
        if (parts.Length != 2)
            return entry;
        if (parts[1].Length > 0)
            port = int.TryParse(parts[1].TrimStart(':'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        return parts[0];
    }

    private static bool IsIn(string host, string name)
    {
        var block = name.Split(['/'], 2);
        if (IPAddress.TryParse(host, out var address) && IPAddress.TryParse(block[0], out var other))
        {
            return block.Length == 1
                ? address.Equals(other)
                : int.TryParse(block[1], NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && HaveInCommon(address.GetAddressBytes(), other.GetAddressBytes(), bits);
        }

        name = name.TrimStart('*').Trim('.');
        return name.Length > 0
            && host.EndsWith(name, StringComparison.OrdinalIgnoreCase)
            && (host.Length == name.Length || host[host.Length - name.Length - 1] == '.');
    }

    private static bool HaveInCommon(byte[] left, byte[] right, int bits)
    {
        if (left.Length != right.Length || bits > left.Length * 8)
            return false;
        for (var bit = 0; bit < bits; bit++)
        {
            if (((left[bit / 8] ^ right[bit / 8]) & (0x80 >> (bit % 8))) != 0)
                return false;
        }

        return true;
    }
}
