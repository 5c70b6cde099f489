import { killedAnywhere } from './killed-anywhere';

killedAnywhere('comes back at its deadline');
