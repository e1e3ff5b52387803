using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace SsoOidc;

/// <summary>The few primitives of which netstandard2.0 has no static form.</summary>
internal static class Crypto
{
#if NET
    public static byte[] RandomBytes(int count) => RandomNumberGenerator.GetBytes(count);

    public static bool FixedTimeEquals(byte[] left, byte[] right) => CryptographicOperations.FixedTimeEquals(left, right);

    [SuppressMessage("Security", "CA5350", Justification = "A file name that every AWS tool computes this way; nothing is protected by it.")]
    public static byte[] Sha1(byte[] data) => SHA1.HashData(data);
#else
    public static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        using var generator = RandomNumberGenerator.Create();
        generator.GetBytes(bytes);
        return bytes;
    }

    [System.Runtime.CompilerServices.MethodImpl(
        System.Runtime.CompilerServices.MethodImplOptions.NoInlining | System.Runtime.CompilerServices.MethodImplOptions.NoOptimization)]
    public static bool FixedTimeEquals(byte[] left, byte[] right)
    {
        if (left.Length != right.Length)
            return false;

        var difference = 0;
        for (var i = 0; i < left.Length; i++)
            difference |= left[i] ^ right[i];
        return difference == 0;
    }

    [SuppressMessage("Security", "CA5350", Justification = "A file name that every AWS tool computes this way; nothing is protected by it.")]
    public static byte[] Sha1(byte[] data)
    {
        using var hash = SHA1.Create();
        return hash.ComputeHash(data);
    }
#endif

    public static string LowerHex(byte[] data)
    {
        const string digits = "0123456789abcdef";
        var hex = new char[data.Length * 2];
        for (var i = 0; i < data.Length; i++)
        {
            hex[2 * i] = digits[data[i] >> 4];
            hex[(2 * i) + 1] = digits[data[i] & 15];
        }

        return new string(hex);
    }
}
