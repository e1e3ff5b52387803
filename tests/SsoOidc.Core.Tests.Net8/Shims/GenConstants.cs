using CsCheck;

namespace SsoOidc.Tests;

/// <summary>What CsCheck 5 has under this name.</summary>
internal static class GenConstants
{
    extension(Gen)
    {
        public static Gen<T> OneOf<T>(params T[] values) => Gen.OneOfConst(values);
    }
}
