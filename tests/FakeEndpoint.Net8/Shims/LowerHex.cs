namespace System;

/// <summary>What .NET 9 has under this name.</summary>
internal static class LowerHex
{
    extension(Convert)
    {
        public static string ToHexStringLower(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
    }
}
